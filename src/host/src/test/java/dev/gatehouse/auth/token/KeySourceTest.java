package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.LogThrottle;
import org.junit.jupiter.api.Test;

class KeySourceTest {

  @Test
  void a_fetch_that_fails_at_once_fails_for_everybody_and_hangs_for_nobody() {
    KeySource source = new KeySource("issuer 'corp'", () -> {
      throw new IllegalArgumentException("port p must be < 65535");
    }, System::nanoTime, new LogThrottle());

    for (int i = 0; i < 2; i++) {
      assertThat(source.keys(null).cause()).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("cannot be fetched");
    }
  }
}
