package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "a+b", "a@b", "a/b", "a#b", "a?b", "a:b", "a b", "a%b", "12/3", "12#3@x", "@", "p@ss/w#r+d?:", "ключ",
      "a\\b\"c", "x]y[z", "a&b=c", "?db=1"})
  void a_password_stands_for_itself(String password) {
    assertThat(RedisUrl.parse("rediss://gate:" + password + "@redis.example.com:6380/2"))
        .isEqualTo(new RedisUrl("rediss", "gate", password, "redis.example.com", 6380, null, 2, null));
    assertThat(RedisUrl.parse("redis://:" + password + "@h")).isEqualTo(
        new RedisUrl("redis", null, password, "h", 6379, null, null, null));
  }

  @Test
  void a_password_may_be_long() {
    String password = "a/".repeat(50_000);
    assertThat(RedisUrl.parse("redis://:" + password + "@h").password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource({"p%40ss%2F%2b, p@ss/+", "%25, %", "%2540, %40", "%D0%BA, к", "100%, 100%", "%zz, %zz"})
  void or_is_percent_encoded(String written, String password) {
    assertThat(RedisUrl.parse("redis://:" + written + "@h").password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource({"redis_1, false", "_redis, false", "redis.1, false", "redis-1, true", "redis, true", "10.0.0.1, true", "[::1], true",
      "Redis.Example.com, true"})
  void a_host_may_have_an_underscore(String host, boolean standard) {
    RedisUrl location = RedisUrl.parse("redis://u:p@" + host + ":7000");
    assertThat(location.host()).isEqualTo(host);
    assertThat(location.hasStandardHost()).isEqualTo(standard);
  }

  @Test
  void what_is_left_out_may_stand_among_the_parameters() {
    assertThat(RedisUrl.parse("redis://h?db=3&user=bob&password=p@ss&client=gate+1"))
        .isEqualTo(new RedisUrl("redis", "bob", "p@ss", "h", 6379, null, 3, "gate+1"));
    assertThat(RedisUrl.parse("unix:///run/my%20redis.sock?user=bob&password=a/b&db=1"))
        .isEqualTo(new RedisUrl("unix", "bob", "a/b", null, 0, "/run/my redis.sock", 1, null));
  }

  @Test
  void only_the_address_is_shown() {
    assertThat(RedisUrl.parse("redis://bob:hunter2@h:1/2?client=c")).hasToString("redis://h:1/2");
    assertThat(RedisUrl.parse("unix:///run/r?password=hunter2")).hasToString("unix:///run/r");
  }
}
