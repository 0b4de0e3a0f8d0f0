package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers there are, in each place of a document and by each way to read one. */
final class JsonNumbersTest {

  /** Where a number can stand in a document; the pointer to it, and the column where it begins. */
  private record Place(String before, String after, String pointer) {

    int column() {
      return before.length() + 1;
    }
  }

  private static final List<Place> PLACES = List.of(new Place("", " ", ""), new Place("[0, ", "]", "/1"), new Place("{\"a\":", "}", "/a"),
      new Place("{\"a\":[{\"b\": ", "}],\"c\":1}", "/a/0/b"), new Place("[".repeat(99), "]".repeat(99), "/0".repeat(99)));

  /** One way to read a document. */
  private interface Way {
    JsonNode read(String text) throws IOException;
  }

  private static final List<Way> WAYS = List.of(Json::read, text -> Json.read(Buffer.buffer(text)));

  static Stream<String> inRange() {
    return Stream.of("0", "-1", "9223372036854775807", "-9223372036854775809", "0.1", "1e308", "-1.7976931348623157e308", "5e-324",
        "1E1000",
        "-1e-1000", "10e999", "0.001e-997", BigInteger.TWO.pow(1024).toString(), "9".repeat(1000), "-" + "9".repeat(1000),
        "0." + "1".repeat(999), "1." + "0".repeat(990), new BigDecimal(Double.MIN_VALUE).toString(),
        new BigDecimal(Double.MAX_VALUE).toString());
  }

  static Stream<String> outOfRange() {
    return Stream.of("1e1001", "-1e1001", "1e-1001", "10e1000", "1e999999999", "-1e999999999", "1e-999999999", "1.5e+999999999",
        "1e2147483647", "100e2147483647", "1e2147483648", "1e-2147483647", "0.01e-2147483647", "1e30000000000", "1e-99999999999999999999",
        "9".repeat(1001), "-" + "9".repeat(1001), "0." + "1".repeat(1001), "1".repeat(999) + "e10", "9".repeat(1_000_000),
        "1." + "0".repeat(1_000_000), "1e" + "9".repeat(1_000_000));
  }

  @ParameterizedTest
  @MethodSource("inRange")
  void a_number_in_range_is_read_as_it_is_wherever_it_stands(String number) throws IOException {
    for (Place place : PLACES) {
      for (Way way : WAYS) {
        JsonNode read = way.read(place.before() + number + place.after());

        assertThat(read.at(place.pointer()).decimalValue()).isEqualByComparingTo(new BigDecimal(number));
        assertThat(Json.read(Json.write(read)).at(place.pointer()).decimalValue()).as("written and read again")
            .isEqualByComparingTo(new BigDecimal(number));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void a_number_out_of_range_is_refused_with_its_place(String number) {
    for (Place place : PLACES) {
      for (Way way : WAYS) {
        NumberRangeException refusal = catchThrowableOfType(NumberRangeException.class,
            () -> way.read("\n" + place.before() + number + place.after()));

        assertThat(refusal.getOriginalMessage())
            .isEqualTo("it has a number that is out of range (at most 1000 digits and an exponent from -1000 to 1000)");
        assertThat(refusal.getLocation().getLineNr()).isEqualTo(2);
        assertThat(refusal.getLocation().getColumnNr()).isEqualTo(place.column());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0e999999999", "-0.0e-999999999", "0e2147483647"})
  void zero_is_zero(String number) throws IOException {
    assertThat(Json.read(number).decimalValue().toPlainString()).isIn("0", "0.0");
  }

  @ParameterizedTest
  @MethodSource("inRange")
  void a_number_as_text_is_read_within_the_same_range(String number) {
    assertThat(JsonNumbers.parse(number)).contains(new BigDecimal(number));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void a_number_as_text_out_of_range_is_none(String number) {
    assertThat(JsonNumbers.parse(number)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1 ", "x", "1e", "--1", "NaN", "Infinity", "0x1", "1_000"})
  void what_is_no_number_is_none(String text) {
    assertThat(JsonNumbers.parse(text)).isEmpty();
  }

  @Test
  void integers_have_the_same_range() {
    BigInteger first = BigInteger.TEN.pow(1000);

    assertThat(JsonNumbers.isInRange(first.subtract(BigInteger.ONE))).isTrue();
    assertThat(JsonNumbers.isInRange(first)).isFalse();
    assertThat(JsonNumbers.isInRange(first.negate().add(BigInteger.ONE))).isTrue();
    assertThat(JsonNumbers.isInRange(first.negate())).isFalse();
    assertThat(JsonNumbers.isInRange(BigInteger.ONE.shiftLeft(10_000_000))).isFalse();
  }
}
