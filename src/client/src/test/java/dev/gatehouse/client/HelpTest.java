package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Help is given wherever it is asked for, and is no failure. */
class HelpTest {

  @ParameterizedTest
  @CsvSource({"--help,chat", "help,chat", "chat --help,--server", "tools --help,--server", "call -h,--json", "help call,--json",
      "chat --version,gatehouse-client"})
  void help_is_given(String words, String shown) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words.split(" "));
    assertThat(status).as(err.toString()).isZero();
    assertThat(out.toString()).contains(shown);
    assertThat(err.toString()).isEmpty();
  }
}
