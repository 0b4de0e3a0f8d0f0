package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which arguments start the host without the parser of the command line. */
final class MainTest {

  private static boolean plain(String... args) {
    return Main.isPlainRun(args);
  }

  @Test
  void run_with_one_file_or_none_needs_no_parser() {
    assertThat(plain()).isTrue();
    assertThat(plain("run")).isTrue();
    assertThat(plain("run", "conf/gatehouse.json")).isTrue();
  }

  @Test
  void options_other_commands_and_what_is_too_much_are_parsed() {
    assertThat(plain("run", "--help")).isFalse();
    assertThat(plain("run", "--", "file")).isFalse();
    assertThat(plain("run", "one", "two")).isFalse();
    assertThat(plain("--version")).isFalse();
    assertThat(plain("check")).isFalse();
    assertThat(plain("conf/gatehouse.json")).isFalse();
  }
}
