package dev.gatehouse.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnknownKeyThrottleTest {

  private long nanos = 42;
  private final UnknownKeyThrottle strangers = new UnknownKeyThrottle(() -> nanos);

  private int ids;

  /** Another made-up key each time. */
  private boolean admit(String address) {
    return strangers.admit("id" + ids++, address);
  }

  private int admitted(String address, int tries) {
    int admitted = 0;
    for (int i = 0; i < tries; i++) {
      admitted += admit(address) ? 1 : 0;
    }
    return admitted;
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void who_has_used_up_the_allowance_of_the_address_is_served_from_what_others_leave() {
    assertThat(admitted("192.0.2.1", 2_000)).isEqualTo(2_000);
  }

  @Test
  void what_the_store_is_asked_is_bounded_whoever_asks() {
    long asked = 0;
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10; i++) {
        asked += admitted("192.0.2.1", 5_000);
        asked += admitted("10.0." + second + '.' + i, 5_000);
        pass(100);
      }
    }
    assertThat(asked).isLessThanOrEqualTo(UnknownKeyThrottle.ALL_BURST + 10L * UnknownKeyThrottle.ALL_PER_SECOND);
  }

  @Test
  void a_flood_from_one_address_leaves_the_others_their_allowance() {
    for (int i = 0; i < 100; i++) {
      admitted("192.0.2.1", 1_000);
      pass(10);
    }
    admitted("192.0.2.1", 10_000);
    assertThat(admit("192.0.2.1")).isFalse();
    for (int i = 0; i < 20; i++) {
      assertThat(admitted("192.0.2." + (2 + i), UnknownKeyThrottle.BURST)).isEqualTo(UnknownKeyThrottle.BURST);
    }
  }

  @Test
  void beside_a_flood_of_its_own_address_a_good_key_gets_in_at_one_of_a_few_tries() {
    int tries = 0;
    boolean in = false;
    while (!in && tries < 100) {
      admitted("192.0.2.1", 20);
      pass(1);
      in = admit("192.0.2.1");
      tries++;
    }
    assertThat(in).isTrue();
  }

  @Test
  void however_great_the_flood_a_key_that_was_put_off_gets_in_when_it_comes_back() {
    admitted("192.0.2.1", 100_000);
    assertThat(strangers.admit("good", "192.0.2.1")).isFalse();
    for (int i = 0; i < 100; i++) {
      pass(10);
      admitted("192.0.2.1", 150);
    }
    assertThat(admit("192.0.2.1")).as("a new one").isFalse();
    assertThat(strangers.admit("good", "192.0.2.1")).isTrue();
  }

  @Test
  void who_sends_everything_twice_does_not_use_up_what_is_kept_for_other_addresses() {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 20_000; i++) {
        strangers.admit("round" + round / 2 + "id" + i, "192.0.2.1");
      }
      pass(1_000);
    }
    for (int i = 0; i < 20_000; i++) {
      strangers.admit("round9id" + i, "192.0.2.1");
    }
    assertThat(strangers.admit("round9id19999", "192.0.2.1")).isFalse();
    assertThat(admitted("192.0.2.2", UnknownKeyThrottle.BURST)).isEqualTo(UnknownKeyThrottle.BURST);
  }

  @Test
  void a_key_that_exists_has_cost_its_address_nothing() {
    for (int i = 0; i < UnknownKeyThrottle.ALL_BURST - UnknownKeyThrottle.LEFT_BY_NEW; i++) {
      assertThat(admit("192.0.2.1")).isTrue();
      strangers.refund("192.0.2.1");
    }
    assertThat(admitted("192.0.2.1", 2 * UnknownKeyThrottle.BURST)).as("what it has to itself, and nothing of what others leave")
        .isEqualTo(UnknownKeyThrottle.BURST);
  }

  @Test
  void whoever_has_an_ipv6_network_has_one_allowance_and_a_mapped_address_is_the_ipv4_one() {
    admitted("2001:db8:9:9::1", 100_000);
    assertThat(admitted("2001:db8:1:2::1", UnknownKeyThrottle.BURST)).isEqualTo(UnknownKeyThrottle.BURST);
    assertThat(admit("2001:db8:1:2:ffff::9")).isFalse();
    assertThat(admit("2001:db8:1:3::1")).isTrue();
    assertThat(admitted("::ffff:192.0.2.9", UnknownKeyThrottle.BURST)).isEqualTo(UnknownKeyThrottle.BURST);
    assertThat(admit("192.0.2.9")).isFalse();
  }

  @Test
  void the_memory_of_addresses_is_bounded_and_keeps_the_latest() {
    admitted("first", 100_000);
    for (int i = 0; i < 10_000; i++) {
      pass(10);
      admit("10.0." + i / 256 + '.' + i % 256);
    }
    admitted("last", 100_000);
    assertThat(admit("first")).as("forgotten, and so with an allowance").isTrue();
    assertThat(admit("last")).isFalse();
  }
}
