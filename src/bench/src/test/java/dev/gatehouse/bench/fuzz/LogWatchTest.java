package dev.gatehouse.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogWatchTest {

  @TempDir
  Path folder;

  private final Report report = new Report();
  private Path log;
  private LogWatch watch;

  @BeforeEach
  void begin() throws IOException {
    log = Files.writeString(folder.resolve("host.log"), "2026-11-28T15:00:00Z INFO  Tenants: plugin serves\n");
    watch = new LogWatch(log, List.of("5ec4e7"), report);
    watch.look(0, 1);
  }

  private int faultsAfter(String line) throws IOException {
    Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    watch.look(1, 2);
    return report.kindsOfFaults();
  }

  @Test
  void ordinary_lines_are_no_fault() throws IOException {
    assertThat(faultsAfter("2026-11-28T15:00:01Z INFO  KeyGate: refused: bad checksum, key 1, at 12:00 (so)")).isZero();
    assertThat(watch.lines()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\tat java.base/java.lang.Thread.run(Thread.java:840)",
      "\tat io.netty.util.Foo$1.run(Foo.java:1) ~[gatehouse.jar:?]",
      "2026-11-28T15:00:01Z ERROR Failures: POST / failed", "java.lang.OutOfMemoryError: Java heap space", "INFO  key 5ec4e7 refused"})
  void what_must_not_be_there_is_found(String line) throws IOException {
    assertThat(faultsAfter(line)).isPositive();
  }
}
