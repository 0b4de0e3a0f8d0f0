package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

  private static final String CALL = """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":[-3, 5000000000, true, null]},
       "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
      """;
  private static final String MARKS = "{}[]:,\"\\ \n\t0123456789-+.eEtfn\u00e9\0\u001f\u007f/";

  private static @Nullable JsonNode plain(byte[] json) {
    return PlainJson.read(Json.mapper().getNodeFactory(), json);
  }

  private static @Nullable JsonNode plain(String json) {
    return plain(json.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable JsonNode mapped(byte[] json) {
    try {
      return Json.read(Json.mapper().createParser(json));
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void a_usual_call_is_plain() {
    assertThat(plain(CALL)).isEqualTo(mapped(CALL.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"a\":1", "{\"a\":1,}", "{\"a\":1}}", "{\"a\":1} 2", "[1,]", "[,1]", "{,}", "{\"a\" 1}", "01", "-0", "-",
          "1.5", "1e3", "12345678901234567890", "tru", "truex", "nul", "\"a", "\"a\\n\"", "\"\u00fc\"", "\"\t\"", "{\"a\":1,\"a\":2}",
          "{a:1}", "'a'",
          "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "NaN", "1 /* */", "[1 2]", "{\"a\":}", "\0"})
  void what_is_not_plain_or_no_json_is_the_mappers(String json) {
    assertThat(plain(json)).isNull();
  }

  /** Documents that are nearly right: a byte changed, dropped or doubled. */
  @Test
  void it_reads_nothing_otherwise_than_the_mapper() {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder text =
          new StringBuilder(random.nextBoolean() ? CALL : "[-12, {\"a\": \"b\", \"c\": [true, false, null]}, 0, \"\", {}, []]");
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        int place = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(place, MARKS.charAt(random.nextInt(MARKS.length())));
          case 1 -> text.deleteCharAt(place);
          default -> text.insert(place, text.charAt(random.nextInt(text.length())));
        }
      }
      byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
      JsonNode plain = plain(json);
      if (plain != null) {
        read++;
        assertThat(plain).as(text.toString()).isEqualTo(mapped(json));
      }
    }
    assertThat(read).isGreaterThan(10_000);
  }
}
