package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands for scripts, against the host. */
class CallIT {

  @RegisterExtension
  static final HostProcess host = new HostProcess();

  @TempDir
  private Path dir;

  private record Ended(int status, String out, String err) {
  }

  @BeforeAll
  static void keys() {
    host.key("key1", "tools", "add subtract");
    host.key("key2", "tools", "add");
    host.key("once", "tools", "*", "rate", "1/1h");
  }

  @Test
  void lists_what_the_key_may_call_with_arguments() throws IOException {
    Ended ended = run("key2", "tools", "--server", host.url());
    assertThat(ended.out).isEqualToNormalizingNewlines("""
        add
            Adds two numbers.
            a (number): the first number
            b (number): the number to add to it
        """);
    assertThat(ended.status).isZero();
  }

  @Test
  void prints_the_result() throws IOException {
    assertThat(run("key1", "call", "--server", host.url(), "add", "a=0.1", "b=0.2")).isEqualTo(new Ended(0, "0.3\n", ""));
  }

  @Test
  void prints_the_raw_result_as_json() throws IOException {
    Ended ended = run("key1", "call", "--server", host.url() + "/mcp", "--json", "subtract", "a=2", "b=3");
    assertThat(ended).isEqualTo(new Ended(0, "{\"content\":[{\"type\":\"text\",\"text\":\"-1\"}]}\n", ""));
  }

  @Test
  void falls_back_to_the_old_transport() throws IOException {
    assertThat(run("key1", "call", "--server", host.url() + "/sse", "add", "a=2", "b=3")).isEqualTo(new Ended(0, "5\n", ""));
  }

  @Test
  void a_tool_that_says_it_failed_is_1() throws IOException {
    Ended ended = run("key1", "call", "--server", host.url(), "add", "a=2");
    assertThat(ended.status).isEqualTo(1);
    assertThat(ended.out).contains("'b' is required");
  }

  @Test
  void an_argument_of_the_wrong_type_is_2() throws IOException {
    assertThat(run("key1", "call", "--server", host.url(), "add", "a=two", "b=3"))
        .isEqualTo(new Ended(2, "", "argument 'a' must be of type number, not 'two'\n"));
  }

  @Test
  void a_key_in_the_url_is_2_and_not_repeated() throws IOException {
    Ended ended = run("key1", "tools", "--server", "http://secret@127.0.0.1:1/mcp");
    assertThat(ended.status).isEqualTo(2);
    assertThat(ended.err).contains("a key does not belong in a URL").doesNotContain("secret");
  }

  @Test
  void a_key_that_is_not_taken_is_3_and_not_repeated() throws IOException {
    for (String path : List.of("/mcp", "/sse")) {
      Ended ended = run("unknown-key", "tools", "--server", host.url() + path);
      assertThat(ended.status).isEqualTo(3);
      assertThat(ended.err).contains("does not take this key (HTTP 401)").doesNotContain("unknown-key");
    }
  }

  @Test
  void nobody_there_is_3() throws IOException {
    Ended ended = run("key1", "tools", "--server", "http://127.0.0.1:1");
    assertThat(ended.status).isEqualTo(3);
    assertThat(ended.err).isEqualTo("127.0.0.1:1: nobody answers (http://127.0.0.1:1/mcp)\n");
  }

  @Test
  void no_mcp_there_is_3() throws IOException {
    assertThat(run("key1", "tools", "--server", host.url() + "/nothing").err).contains("no MCP server is there (HTTP 404)");
  }

  @Test
  void a_refused_tool_is_4_in_the_hosts_words() throws IOException {
    assertThat(run("key2", "call", "--server", host.url(), "subtract", "a=2", "b=3"))
        .isEqualTo(new Ended(4, "", "refused: This key may not call tool 'subtract'.\n"));
  }

  @Test
  void a_limit_is_5_and_says_when_to_come_back() throws IOException {
    assertThat(run("once", "call", "--server", host.url(), "add", "a=2", "b=3").status).isZero();
    Ended ended = run("once", "call", "--server", host.url(), "add", "a=2", "b=3");
    assertThat(ended.status).isEqualTo(5);
    assertThat(ended.err).startsWith("limited: The limit of 1/1h of this key is used up").contains("can be called again in");
  }

  private Ended run(String key, String... words) throws IOException {
    Path file = dir.resolve("env");
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "GATEHOUSE_KEY=" + key + "\n");
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(1, List.of("--env-file", file.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = line.execute(args.toArray(String[]::new));
    line.getOut().flush();
    line.getErr().flush();
    return new Ended(status, out.toString().replace("\r\n", "\n"), err.toString().replace("\r\n", "\n"));
  }
}
