package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
      "10.0.0.0/8, 10.255.255.255",
      "10.9.8.7/8, 10.0.0.1",
      "192.168.4.0/22, 192.168.7.255",
      "10.0.0.1/32, 10.0.0.1",
      "10.0.0.1, 10.0.0.1",
      "0.0.0.0/0, 203.0.113.9",
      "2001:db8::/33, 2001:db8:7fff::1",
      "::1, 0:0:0:0:0:0:0:1",
      "::/0, 2001:db8::1",
      "fe80::/10, fe80::1%eth0",
  })
  void a_range_contains_its_addresses(String range, String address) {
    assertThat(Cidr.parse(range).contains(address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
      "10.0.0.0/8, 11.0.0.0",
      "192.168.4.0/22, 192.168.8.0",
      "10.0.0.1/32, 10.0.0.2",
      "10.0.0.0/31, 10.0.0.2",
      "2001:db8::/33, 2001:db8:8000::1",
      "::1, ::2",
  })
  void a_range_does_not_contain_its_neighbours(String range, String address) {
    assertThat(Cidr.parse(range).contains(address)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
      "10.0.0.0/8, ::ffff:10.1.2.3",
      "10.0.0.0/8, ::ffff:a01:203",
      "::ffff:10.0.0.0/104, 10.1.2.3",
      "::ffff:10.0.0.0/104, ::ffff:10.1.2.3",
      "::ffff:10.0.0.1, 10.0.0.1",
      "::ffff:0:0/96, 203.0.113.9",
  })
  void a_mapped_address_counts_as_the_one_it_holds(String range, String address) {
    assertThat(Cidr.parse(range).contains(address)).isTrue();
  }

  @Test
  void a_mapped_range_ends_where_its_prefix_says() {
    assertThat(Cidr.parse("::ffff:10.0.0.0/104").contains("11.0.0.1")).isFalse();
    assertThat(Cidr.parse("::ffff:10.0.0.1/128").contains("10.0.0.2")).isFalse();
  }

  @Test
  void one_family_never_contains_the_other() {
    assertThat(Cidr.parse("0.0.0.0/0").contains("2001:db8::1")).isFalse();
    assertThat(Cidr.parse("::/0").contains("10.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.1:80", "unknown", "_hidden", "010.0.0.1", "10.0.0.08", "10.0.0.1/8"})
  void what_is_no_address_is_contained_nowhere(String text) {
    assertThat(Cidr.parse("0.0.0.0/0").contains(text)).isFalse();
    assertThat(Cidr.parse("::/0").contains(text)).isFalse();
  }

  @Test
  void no_address_is_contained_nowhere() {
    assertThat(Cidr.parse("0.0.0.0/0").contains(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/8", "example.com", "10.0.0/8", "10.0.0.0.0/8", "256.0.0.1", ":::", "1:2:3", "010.0.0.0/8",
      "10.00.0.0/8",
      "::ffff:010.0.0.1", " 10.0.0.1"})
  void what_is_no_address_cannot_be_a_range(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text)).withMessageContaining("is not an address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "::/129", "::/999",
      "::ffff:10.0.0.0/8"})
  void a_prefix_has_the_length_of_an_address_at_most(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text)).withMessageContaining("prefix length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/8", "100.0.0.0", "0.10.0.20"})
  void a_lone_zero_is_no_leading_zero(String text) {
    assertThat(Cidr.parse(text)).hasToString(text);
  }

  @Test
  void equal_text_is_equal() {
    assertThat(Cidr.parse("10.0.0.0/8")).isEqualTo(Cidr.parse("10.0.0.0/8")).hasSameHashCodeAs(Cidr.parse("10.0.0.0/8"))
        .isNotEqualTo(Cidr.parse("10.0.0.0/9"));
  }
}
