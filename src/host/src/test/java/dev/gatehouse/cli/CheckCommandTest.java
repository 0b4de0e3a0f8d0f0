package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  @Test
  void a_warning_is_told_and_is_no_fault(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("gatehouse.json"), """
        { "admin": {"host": "0.0.0.0", "token": "0123456789abcdef0123456789abcdef"}, "plugins": {"dir": "%s"} }
        """.formatted(Files.createDirectory(folder.resolve("plugins"))));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int status = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute("check", config.toString());

    assertThat(status).isZero();
    assertThat(out.toString()).startsWith("warning: admin.host: 0.0.0.0 is not loopback").endsWith("ok" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }
}
