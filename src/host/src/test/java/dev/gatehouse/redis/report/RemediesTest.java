package dev.gatehouse.redis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.redis.RedisKeys;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemediesTest {

  private static final String ID = "0f3a9c21b7de";

  private final Remedies remedies = new Remedies(new RedisKeys("mcp:"));

  @Test
  void each_change_is_one_command() {
    assertThat(remedies.revokeKey(ID).line()).isEqualTo("SADD mcp:revoked 0f3a9c21b7de");
    assertThat(remedies.restore(remedies.revokeKey(ID)).line()).isEqualTo("SREM mcp:revoked 0f3a9c21b7de");
    assertThat(remedies.revokeOwner("demo", "ann").line()).isEqualTo("SADD mcp:revoked owner:demo:ann");
    assertThat(remedies.revokeKeys(List.of(ID, "1f3a9c21b7de"))).extracting(RedisCommand::line)
        .containsExactly("SADD mcp:revoked 0f3a9c21b7de 1f3a9c21b7de");
    assertThat(remedies.revokeTenant("demo").line()).isEqualTo("SADD mcp:revoked tenant:demo");
    assertThat(remedies.status(ID, false).line()).isEqualTo("HSET mcp:key:0f3a9c21b7de status disabled");
    assertThat(remedies.ownerStatus("demo", "ann", true).line()).isEqualTo("HSET mcp:owner:demo:ann status active");
    assertThat(remedies.tenantStatus("demo", false).line()).isEqualTo("HSET mcp:tenant:demo status disabled");
    assertThat(remedies.tools(ID, "* !add").line()).isEqualTo("HSET mcp:key:0f3a9c21b7de tools \"* !add\"");
    assertThat(remedies.rate(ID, "100/1m").line()).isEqualTo("HSET mcp:key:0f3a9c21b7de rate 100/1m");
    assertThat(remedies.quota(ID, "10/1d 100/1mo").line()).isEqualTo("HSET mcp:key:0f3a9c21b7de quota \"10/1d 100/1mo\"");
    assertThat(remedies.clear(ID, "rate").line()).isEqualTo("HDEL mcp:key:0f3a9c21b7de rate");
    assertThat(remedies.expiry(ID, Instant.ofEpochSecond(1_800_000_000)).line()).isEqualTo("HSET mcp:key:0f3a9c21b7de exp 1800000000");
    assertThat(remedies.rotation(RedisCli.PLAIN, ID, "24h"))
        .isEqualTo("java -jar gatehouse.jar mint --replaces 0f3a9c21b7de --overlap 24h | redis-cli -e");
    assertThat(new Remedies(new RedisKeys("prod:")).rotation(RedisCli.PLAIN, ID, "1h")).contains(" --prefix prod: ");
    assertThat(remedies.rotation(RedisCli.of(RedisUrl.parse("redis+cluster://one:7000")), ID, "24h"))
        .isEqualTo("java -jar gatehouse.jar mint --replaces 0f3a9c21b7de --overlap 24h --apply");
  }

  @Test
  void a_shell_takes_the_words_as_they_are() {
    assertThat(remedies.tools(ID, "* !add").shell(RedisCli.PLAIN)).isEqualTo("redis-cli HSET mcp:key:0f3a9c21b7de tools '* !add'");
    assertThat(RedisCliLine.shell(RedisCli.PLAIN, List.of("SET", "it's; $(rm)", ""))).isEqualTo("redis-cli SET 'it'\\''s; $(rm)' ''");
    assertThatIllegalArgumentException().isThrownBy(() -> RedisCliLine.shell(RedisCli.PLAIN, List.of("SET", "a\nb")));
  }

  /** A wrong value would close the key, and a wrong name would do nothing at all. */
  @Test
  void what_the_host_could_not_read_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.revokeKey("gth_0f3a9c21b7de_secret"));
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.revokeOwner("demo", "Ann Smith"));
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.revokeTenant("demo:x"));
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.rate(ID, "lots"));
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.quota(ID, "5/1h"));
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.tools(ID, "a,b"));
    assertThatIllegalArgumentException().isThrownBy(() -> remedies.clear(ID, "hash"));
  }
}
