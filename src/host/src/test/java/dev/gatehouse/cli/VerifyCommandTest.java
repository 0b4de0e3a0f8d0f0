package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.NewKey;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VerifyCommandTest {

  private final NewKey key = NewKey.create(new SecureRandom());
  private final StringWriter out = new StringWriter();

  private int verify(String input) {
    VerifyCommand command = new VerifyCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    return new CommandLine(command).setOut(new PrintWriter(out, true)).execute();
  }

  @Test
  void a_key_is_known_by_its_check_and_its_secret_is_not_repeated() {
    assertThat(verify(key.text() + "\n")).isZero();
    assertThat(out.toString().strip()).isEqualTo("a key, id " + key.id());
  }

  @Test
  void a_lookalike_is_not_one() {
    char last = key.text().charAt(key.text().length() - 1);
    String other = key.text().substring(0, key.text().length() - 1) + (last == '0' ? '1' : '0');

    assertThat(verify(other)).isEqualTo(1);
    assertThat(out.toString()).contains("bad checksum").doesNotContain(key.text().split("_")[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "hello", "gth_", "a.b.c"})
  void neither_is_anything_else(String input) {
    assertThat(verify(input)).isEqualTo(1);
    assertThat(out.toString()).startsWith("not a key: ").hasLineCount(1);
  }

  @Test
  void scanners_find_every_key_by_the_pattern_in_the_help() {
    StringWriter help = new StringWriter();
    new CommandLine(new VerifyCommand(new ByteArrayInputStream(new byte[0]))).usage(new PrintWriter(help, true));
    String pattern = help.toString().replaceAll("(?s).*(gth_\\[.*\\{8\\}).*", "$1");

    assertThat(key.text()).matches(pattern);
  }
}
