package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

  @ParameterizedTest
  @CsvSource({
      "192.0.2.1, 192.0.2.1",
      "::ffff:192.0.2.1, 192.0.2.1",
      "::FFFF:c000:201, 192.0.2.1",
      "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
      "2001:db8::1, 2001:db8::/64",
      "2001:DB8:0:0:ffff:ffff:ffff:ffff, 2001:db8::/64",
      "2001:db8:0:1::1, 2001:db8:0:1::/64",
      "::1, ::/64",
      "fe80::1%eth0, fe80::/64",
      "fe80::2%3, fe80::/64"})
  void an_address_is_counted_by_its_block(String address, String block) {
    assertThat(AddressBlock.of(address)).isEqualTo(block);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "_hidden", "1:2:3", "2001:db8::1::2", "fe80::g", "010.0.0.1"})
  void what_is_no_address_counts_as_it_is_written(String text) {
    assertThat(AddressBlock.of(text)).isEqualTo(text);
  }
}
