package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StrangersTest {

  private long nanos = 42;
  private final Strangers strangers = new Strangers(() -> nanos);

  private void exhaust(String address) {
    for (int i = 0; i < 1_000 && !strangers.exhausted(address); i++) {
      strangers.charge(address);
    }
    assertThat(strangers.exhausted(address)).isTrue();
  }

  @Test
  void an_address_that_nobody_complained_about_is_free() {
    assertThat(strangers.exhausted("192.0.2.1")).isFalse();
    strangers.charge("192.0.2.1");
    assertThat(strangers.exhausted("192.0.2.1")).isFalse();
  }

  @Test
  void it_is_one_address_that_is_exhausted_and_it_recovers() {
    exhaust("192.0.2.1");
    assertThat(strangers.exhausted("192.0.2.2")).isFalse();
    nanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(strangers.exhausted("192.0.2.1")).isFalse();
    exhaust("192.0.2.1");
  }

  @Test
  void whoever_has_an_ipv6_network_has_one_allowance() {
    exhaust("2001:db8:1:2:0:0:0:1");
    assertThat(strangers.exhausted("2001:db8:1:2:ffff:0:0:9")).isTrue();
    assertThat(strangers.exhausted("2001:db8:1:3:0:0:0:1")).isFalse();
    exhaust("::1");
    assertThat(strangers.exhausted("::2")).isFalse();
  }

  @Test
  void the_memory_of_addresses_is_bounded_and_keeps_the_latest() {
    exhaust("first");
    for (int i = 0; i < 10_000; i++) {
      strangers.charge("10.0." + i / 256 + '.' + i % 256);
    }
    exhaust("last");
    assertThat(strangers.exhausted("first")).isFalse();
    assertThat(strangers.exhausted("last")).isTrue();
  }
}
