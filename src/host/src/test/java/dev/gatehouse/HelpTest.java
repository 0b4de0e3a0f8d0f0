package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command has the help that a wrong option sends people to. */
class HelpTest {

  @ParameterizedTest
  @CsvSource({"run,CONFIG", "check,CONFIG", "mint,--tenant", "explain,KEY_ID", "unused,--days", "verify,gth_"})
  void each_command_tells_what_it_takes(String command, String word) {
    StringWriter out = new StringWriter();
    int exit = Main.commandLine().setOut(new PrintWriter(out, true)).execute(command, "--help");
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("gatehouse " + command, word);
  }
}
