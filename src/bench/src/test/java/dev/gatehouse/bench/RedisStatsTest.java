package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisStatsTest {

  private static final String INFO = """
      # Stats\r
      total_commands_processed:%d\r
      total_net_input_bytes:%d\r
      total_net_output_bytes:%d\r

      # Memory\r
      used_memory:%d\r
      used_memory_human:1.00M\r
      used_cpu_sys:%d.250000\r
      used_cpu_user:0.500000\r
      """;

  @Test
  void two_readings_have_a_difference_of_each_thing() {
    RedisStats before = RedisStats.read(INFO.formatted(10, 1_000, 2_000, 50, 1));
    RedisStats after = RedisStats.read(INFO.formatted(30, 1_400, 2_600, 80, 3));

    assertThat(after.since(before)).isEqualTo(new RedisStats(20, 400, 600, 30, 2_000_000));
    assertThat(after.since(before).each(4)).isEqualTo(new RedisStats.Each(5, 100, 150));
  }
}
