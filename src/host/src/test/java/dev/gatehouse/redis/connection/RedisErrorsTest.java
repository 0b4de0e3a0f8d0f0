package dev.gatehouse.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.api.Test;

final class RedisErrorsTest {

  private static Throwable said(String error) {
    return new StoreUnavailableException("Redis refused", ErrorType.create(error));
  }

  @Test
  void an_error_is_told_by_its_code() {
    assertThat(RedisErrors.is(said("OOM command not allowed when used memory > 'maxmemory'."), "OOM")).isTrue();
    assertThat(RedisErrors.is(said("WRONGTYPE Operation against a key"), "OOM")).isFalse();
    assertThat(RedisErrors.is(new StoreUnavailableException("gone", null), "OOM")).isFalse();
  }

  /** The words of Redis 6.2.0. */
  @Test
  void also_inside_of_what_a_script_was_told_before_7() {
    String before = "ERR Error running script (call to f_717f66068cb25a78be058bb0406f0b17957dea18): @user_script:1: @user_script: 1: -";

    assertThat(RedisErrors.is(said(before + "OOM command not allowed when used memory > 'maxmemory'."), "OOM")).isTrue();
    assertThat(RedisErrors.is(said(before + "READONLY You can't write against a read only replica."), "READONLY")).isTrue();
    assertThat(RedisErrors.is(said(before + "READONLY You can't write against a read only replica."), "OOM")).isFalse();
    assertThat(RedisErrors.is(said("ERR the cell OOM is not a number and a time"), "OOM")).isFalse();
  }

  @Test
  void silence_is_no_answer_or_one_that_knows_nothing_yet() {
    assertThat(RedisErrors.isSilence(new StoreUnavailableException("gone", null))).isTrue();
    assertThat(RedisErrors.isSilence(said("LOADING Redis is loading the dataset in memory"))).isTrue();
    assertThat(RedisErrors.isSilence(said("OOM command not allowed"))).isFalse();
  }

  /** Taken for a word of Redis, a batch of the audit log that was on its way when Redis ended would be given up. */
  @Test
  void what_the_client_says_when_the_connection_ends_is_no_answer() {
    assertThat(RedisErrors.isSilence(said("CONNECTION_CLOSED"))).isTrue();
    assertThat(RedisErrors.isAnswered(said("CONNECTION_CLOSED"))).isFalse();
    assertThat(RedisErrors.answer(ErrorType.create("CONNECTION_CLOSED"))).isNull();
    assertThat(RedisErrors.isAnswered(said("NOPERM no permissions"))).isTrue();
  }
}
