package dev.gatehouse.redis.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.RedisUrl.Server;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentinelAnswerTest {

  private static final Server OLD = new Server("old", 1);
  private static final Server NEW = new Server("new", 1);

  private static SentinelAnswer answer(Server master, long epoch) {
    return new SentinelAnswer(master, epoch);
  }

  @Test
  void the_latest_fail_over_counts_and_not_how_many_know_of_it() {
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 4), answer(OLD, 4), answer(NEW, 5)), answer(OLD, 4), 3)).isEqualTo(answer(NEW, 5));
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 4), answer(NEW, 5)), null, 3)).isEqualTo(answer(NEW, 5));
  }

  @Test
  void a_sentinel_that_missed_a_fail_over_is_not_believed() {
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 4)), answer(NEW, 5), 3)).isEqualTo(answer(NEW, 5));
  }

  @Test
  void unless_most_say_so() {
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 0), answer(OLD, 0)), answer(NEW, 5), 3)).isEqualTo(answer(OLD, 0));
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 0)), answer(NEW, 5), 1)).isEqualTo(answer(OLD, 0));
  }

  @Test
  void names_for_one_server_do_not_make_the_master_change() {
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 5), answer(NEW, 5), answer(NEW, 5)), answer(OLD, 5), 3)).isEqualTo(answer(OLD, 5));
    assertThat(SentinelAnswer.best(List.of(answer(OLD, 5), answer(NEW, 5), answer(NEW, 5)), null, 3)).isEqualTo(answer(NEW, 5));
  }
}
