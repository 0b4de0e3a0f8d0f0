package dev.gatehouse.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisChecksTest {

  private static String info(String version, String policy) {
    return "# Server\r\nredis_version:" + version + "\r\n# Memory\r\nmaxmemory_policy:" + policy + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2.0", "6.10.1", "7.0.15", "8.0-rc1", "10.0.0"})
  void these_versions_will_do(String version) {
    assertThat(RedisChecks.objection(info(version, "noeviction"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.8.24", "5.0.14", "6.0.16", "6.1.240"})
  void these_are_too_old(String version) {
    assertThat(RedisChecks.objection(info(version, "noeviction")))
        .isEqualTo("is version " + version + "; 6.2 or newer is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "volatile-ttl", "allkeys-random"})
  void whatever_evicts_is_refused(String policy) {
    assertThat(RedisChecks.objection(info("7.0.15", policy))).contains("maxmemory-policy " + policy).contains("noeviction");
  }

  @ParameterizedTest
  @CsvSource({"role:slave, replica", "cluster_enabled:1, Cluster", "redis_mode:sentinel, Sentinel"})
  void so_is_what_is_not_the_one_that_holds_the_data(String line, String word) {
    assertThat(RedisChecks.objection(info("7.0.15", "noeviction") + line + "\r\n")).contains(word);
    assertThat(RedisChecks.objection(info("7.0.15", "noeviction") + "role:master\r\ncluster_enabled:0\r\nredis_mode:standalone\r\n"))
        .isNull();
  }

  @Test
  void silence_is_refused() {
    assertThat(RedisChecks.objection("# Server\r\nredis_version:7.0.15\r\n")).contains("maxmemory_policy");
    assertThat(RedisChecks.objection("")).contains("redis_version");
  }
}
