package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.record.RedisUrl.Mode;
import dev.gatehouse.record.RedisUrl.Sentinel;
import dev.gatehouse.record.RedisUrl.Server;
import java.util.List;
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
  void sentinels_have_a_port_a_login_and_parameters_of_their_own() {
    RedisUrl url = RedisUrl.parse("rediss+sentinel://gate:p@ss/w?#@s1,s_2:1,[::1]:2,s1:26379/my.master-1/3?client=c&sentinelUser=w"
        + "&sentinelPassword=s%26t");
    assertThat(url).isEqualTo(new RedisUrl("rediss", Mode.SENTINEL,
        List.of(new Server("s1", 26379), new Server("s_2", 1), new Server("[::1]", 2)), null, "gate", "p@ss/w?#", 3, "c",
        new Sentinel("my.master-1", "w", "s&t")));
    assertThat(url.tls()).isTrue();
    assertThat(url.hasStandardHost()).isFalse();
    assertThat(url.master()).isEqualTo("my.master-1");
    assertThat(url.at(new Server("m", 7))).isEqualTo(new RedisUrl("rediss", "gate", "p@ss/w?#", "m", 7, null, 3, "c"));
    assertThat(url.atSentinel(new Server("s", 8))).isEqualTo(new RedisUrl("rediss", "w", "s&t", "s", 8, null, null, "c"));
  }

  @Test
  void nodes_of_a_cluster_have_the_port_and_the_login_of_a_server() {
    assertThat(RedisUrl.parse("redis+cluster://:secret@n1,n2:7001?client=c")).isEqualTo(new RedisUrl("redis", Mode.CLUSTER,
        List.of(new Server("n1", 6379), new Server("n2", 7001)), null, null, "secret", null, "c", null));
    assertThat(RedisUrl.parse("valkeys+cluster://n1/0").database()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis+sentinel://s1", "redis+sentinel://s1/", "redis+sentinel://s1,/m", "redis+sentinel://s1,,s2/m",
      "redis+sentinel://s1/a b", "redis+sentinel://s1/m/x", "redis+sentinel://s1:66000/m", "redis+sentinel:///m",
      "redis+sentinel://s1/m/12345",
      "redis+cluster://", "redis+cluster://n1,", "redis+cluster://n1/m", "redis+other://n1", "redis://h1,h2", "unix+sentinel:///a/m",
      "redis+sentinel://:${pw}@s1/m", "redis+sentinel://s1/m?sentinelPasword=x", "redis+sentinel://s1/m?sentinelUser=x",
      "redis+cluster://n1?other=x", "redis://h:0", "redis+sentinel://s1:0/m"})
  void a_list_must_be_whole(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url)).isInstanceOf(IllegalArgumentException.class).hasMessage(null);
  }

  @Test
  void only_the_address_is_shown() {
    assertThat(RedisUrl.parse("redis+sentinel://u:hunter2@s1,s2:1/m/2?sentinelPassword=hunter2&sentinelUser=hunter2"))
        .hasToString("redis+sentinel://s1:26379,s2:1/m/2");
    assertThat(RedisUrl.parse("redis+sentinel://s1/m?sentinelPassword=hunter2").sentinel()).hasToString("m");
    assertThat(RedisUrl.parse("rediss+cluster://u:hunter2@n1,n2:1")).hasToString("rediss+cluster://n1:6379,n2:1");
    assertThat(RedisUrl.parse("redis://bob:hunter2@h:1/2?client=c")).hasToString("redis://h:1/2");
    assertThat(RedisUrl.parse("unix:///run/r?password=hunter2")).hasToString("unix:///run/r");
  }
}
