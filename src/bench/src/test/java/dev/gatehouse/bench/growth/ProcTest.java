package dev.gatehouse.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcTest {

  private static final long SELF = ProcessHandle.current().pid();

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_process_has_memory_and_wakes_up() throws Exception {
    double before = Proc.wakeUps(SELF);
    for (int i = 0; i < 20; i++) {
      Thread.sleep(1);
    }

    assertThat(Proc.residentMib(SELF)).isGreaterThan(1);
    assertThat(Proc.wakeUps(SELF) - before).isGreaterThanOrEqualTo(20);
  }

  @Test
  void of_a_process_that_is_gone_nothing_is_a_number() throws IOException {
    assertThat(Proc.residentMib(-1)).isNaN();
    assertThat(Proc.wakeUps(-1)).isNaN();
  }
}
