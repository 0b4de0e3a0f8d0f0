package dev.gatehouse.redis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.RedisUrl.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisHealthTest {

  private static final String FINE =
      String.join("\r\n", "redis_version:7.4.2", "aof_enabled:1", "aof_last_write_status:ok", "maxmemory:1000",
          "used_memory:100", "connected_slaves:1", "min_slaves_good_slaves:1", "");

  private static List<String> problems(String info, Mode mode, Duration difference) {
    return RedisHealth.findings("Redis", info, mode, difference).stream().filter(one -> one.level() == Finding.Level.PROBLEM)
        .peek(one -> assertThat(one.remedy()).isNotBlank()).map(Finding::what).toList();
  }

  @Test
  void a_fine_one_has_no_problem() {
    assertThat(problems(FINE, Mode.SENTINEL, Duration.ofMillis(-400))).isEmpty();
    assertThat(problems(FINE, Mode.CLUSTER, Duration.ZERO)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"aof_enabled:1,aof_enabled:0,no append-only file", "status:ok,status:err,cannot write its data",
      "used_memory:100,used_memory:900,90 % of its maxmemory", "connected_slaves:1,connected_slaves:0,no replica",
      "min_slaves_good_slaves:1,x:1,cut off from its replicas"})
  void each_trouble_is_told_with_a_remedy(String fine, String broken, String told) {
    assertThat(problems(FINE.replace(fine, broken), Mode.SENTINEL, Duration.ZERO)).singleElement().asString().contains(told);
  }

  @Test
  void a_clock_that_goes_wrong_is_told() {
    assertThat(problems(FINE, Mode.CLUSTER, Duration.ofSeconds(-3))).singleElement().asString().contains("3.0 s behind");
    assertThat(problems(FINE, Mode.CLUSTER, Duration.ofSeconds(3))).singleElement().asString().contains("3.0 s ahead of");
  }

  @Test
  void replicas_are_asked_for_only_where_one_can_take_over() {
    String alone = FINE.replace("connected_slaves:1", "connected_slaves:0").replace("min_slaves_good_slaves:1", "x:1");
    assertThat(problems(alone, Mode.SINGLE, Duration.ZERO)).isEmpty();
  }
}
