package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.token.ProofLog;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.link.RedisLink;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisProofLogIT extends LinkedTest {

  private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  @Test
  void a_proof_is_first_once_on_all_hosts_together() {
    ProofLog one = new RedisProofLog(link, KEYS);
    RedisLink second = link();
    ProofLog other = new RedisProofLog(second, KEYS);
    assertThat(one.first("demo", DIGEST).await()).isTrue();
    assertThat(one.first("demo", DIGEST).await()).isFalse();
    assertThat(other.first("demo", DIGEST).await()).isFalse();
    assertThat(other.first("acme", DIGEST).await()).as("another tenant's").isTrue();
    second.close().await();
  }

  @Test
  void of_many_at_once_one_is_first() {
    ProofLog log = new RedisProofLog(link, KEYS);
    List<Boolean> answers = IntStream.range(0, 100).mapToObj(i -> log.first("demo", DIGEST)).toList().stream()
        .map(answer -> answer.await()).toList();
    assertThat(answers).containsOnlyOnce(true);
  }

  @Test
  void it_is_kept_for_two_minutes_at_most() {
    new RedisProofLog(link, KEYS).first("demo", DIGEST).await();
    assertThat(Long.parseLong(redis.cli("PTTL", "mcp:proof:{demo}:" + DIGEST))).isBetween(60_000L, 120_000L);
  }

  @Test
  void without_redis_no_proof_is_taken() {
    link.close().await();
    assertThatThrownBy(() -> new RedisProofLog(link, KEYS).first("demo", DIGEST).await()).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void nor_when_redis_refuses_to_note_it() {
    redis.cli("ACL", "SETUSER", "reader", "reset", "on", ">pw", "~mcp:*", "+@all", "-set");
    RedisLink reader = link(redis.url("reader:pw"));
    assertThatThrownBy(() -> new RedisProofLog(reader, KEYS).first("demo", DIGEST).await())
        .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("NOPERM");
    reader.close().await();
  }
}
