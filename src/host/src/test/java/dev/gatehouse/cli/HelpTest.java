package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command has the help that a wrong option sends people to. */
class HelpTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
  }

  @ParameterizedTest
  @CsvSource({"help,", "help,mint", "--help,"})
  void help_lists_the_commands_or_the_options_of_one(String help, String command) {
    assertThat(command == null ? run(help) : run(help, command)).isZero();
    assertThat(out.toString()).contains(command == null ? "unused" : "--tenant");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"bogus,", "chekc,check", "explian,explain"})
  void a_command_that_does_not_exist_is_told_with_those_that_do(String word, String meant) {
    assertThat(run(word, "more")).isEqualTo(2);
    assertThat(err.toString()).startsWith("there is no command '" + word + "'" + (meant == null ? "" : "; did you mean '" + meant + "'?"))
        .contains("run, check, mint, explain, unused, verify").contains("gatehouse --help");
  }

  @ParameterizedTest
  @CsvSource({"run,CONFIG", "check,CONFIG", "mint,--tenant", "explain,KEY_ID", "unused,--days", "verify,gth_", "issuer,--scope",
      "keys,--unused", "revoke,--owner", "rotate,--overlap", "usage,--month", "audit,--since", "tail,--for", "doctor,remedy",
      "new-plugin,--package", "dev,--port"})
  void each_command_tells_what_it_takes(String command, String word) {
    StringWriter out = new StringWriter();
    int exit = Main.commandLine().setOut(new PrintWriter(out, true)).execute(command, "--help");
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("gatehouse " + command, word);
  }
}
