package dev.gatehouse.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.RedisTlsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEndpointTest {

  @ParameterizedTest
  @CsvSource({
      "redis://localhost, localhost:6379",
      "redis://:hunter2@10.0.0.1:7000/3, 10.0.0.1:7000",
      "rediss://bob:hunter2@redis.example.com:6380/, redis.example.com:6380",
      "redis://[::1]:6379, [::1]:6379",
      "valkey://localhost, localhost:6379",
      "unix:///run/redis.sock?user=bob&password=hunter2, /run/redis.sock"
  })
  void only_the_address_is_shown(String url, String address) {
    assertThat(RedisEndpoint.parse(url, RedisTlsConfig.DEFAULT)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:6379", "http://hunter2@localhost", "redis://", "redis://:hunter2@/0", "redis:hunter2", "unix://",
      "unix:hunter2",
      "redis://:hunter2@localhost/three", "redis://:hunter2@localhost:66666", "redis://:hunter2@[localhost]", "redis://hunter2@-a"})
  void anything_else_is_refused_without_repeating_it(String url) {
    assertThatThrownBy(() -> RedisEndpoint.parse(url, RedisTlsConfig.DEFAULT))
        .isInstanceOf(RedisStartException.class)
        .hasNoCause()
        .hasMessageStartingWith("redis.url is not redis://")
        .hasMessageNotContaining("hunter2");
  }
}
