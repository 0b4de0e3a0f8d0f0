package dev.gatehouse.redis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.redis.RedisKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines reach the Redis of the host, or say what they lack. */
class RedisCliTest {

  private static final String ID = "0f3a9c21b7de";
  private static final Path PASSWORD = Path.of("data/redis/password");

  private final Remedies remedies = new Remedies(new RedisKeys("mcp:"));

  @Test
  void lines_for_an_embedded_redis_name_its_port() {
    RedisCli cli = RedisCli.embedded(6380, PASSWORD);
    assertThat(remedies.revokeKey(ID).shell(cli)).isEqualTo("redis-cli -p 6380 SADD mcp:revoked " + ID);
    assertThat(remedies.rotation(cli, ID, "24h")).endsWith(" | redis-cli -p 6380 -e");
    assertThat(cli.hint()).contains("REDISCLI_AUTH", PASSWORD.toString());
    assertThat(RedisCli.embedded(6379, PASSWORD).program()).isEqualTo("redis-cli");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"redis://ann:s3cret@cache.example:6380/2 | -h and -p for cache.example:6380, -n 2,",
      "rediss://:s3cret@cache.example | -h and -p for cache.example:6379, --tls,",
      "unix:///run/redis.sock?password=s3cret | -s for /run/redis.sock,",
      "redis+cluster://ann:s3cret@one:7000,two:7001 | -c, -h and -p for one:7000,two:7001,",
      "redis+sentinel://ann:s3cret@one:26379/main | -h and -p for the master that the Sentinels name (one:26379/main),"})
  void a_redis_of_ones_own_is_named_without_user_and_password(String url, String place) {
    RedisCli cli = RedisCli.of(RedisUrl.parse(url));
    assertThat(cli.program()).isEqualTo("redis-cli");
    assertThat(cli.hint()).contains("this Redis: " + place).doesNotContain("s3cret", "ann");
  }
}
