package dev.gatehouse.client.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServerAddressTest {

  @Test
  void a_url_without_a_path_means_mcp() {
    assertThat(ServerAddress.named("demo=http://127.0.0.1:8080").url()).hasToString("http://127.0.0.1:8080/mcp");
    assertThat(ServerAddress.named("demo=https://host/t/demo/mcp?x=1").endpoint()).isEqualTo("/t/demo/mcp?x=1");
  }

  @Test
  void what_is_no_address_is_refused_without_repeating_it() {
    for (String text : new String[] {"http://host", "=http://host", "a b=http://host", "demo=ftp://host", "demo=http://key@host",
        "demo=http://ho st", "demo=host"}) {
      assertThatThrownBy(() -> ServerAddress.named(text)).as(text).isInstanceOf(IllegalArgumentException.class)
          .message().doesNotContain("key@").doesNotContain("ho st");
    }
  }

  @Test
  void a_key_is_never_in_a_text() {
    assertThat(Key.of("secret")).hasToString("(a key)");
  }
}
