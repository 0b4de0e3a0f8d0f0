package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.chat.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a server sends does not reach a terminal's controls, wherever it is printed. */
class ForeignTextIT {

  /** Erases the screen, sets a title by C1, writes backwards, rings. */
  private static final String HOSTILE = "x\u001b[2J\u009d0;title\u0007\u202egnp.exe\u2069\u007f\bz";
  private static final String HARMLESS = "x[2J0;titlegnp.exez";
  private static final String AS_JSON = "x\\u001b[2J\\u009d0;title\\u0007\\u202egnp.exe\\u2069\\u007f\\bz";
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\r\\n\\t]]");

  @TempDir
  private Path dir;
  private ScriptedServer server;

  private record Ended(int status, String out, String err) {
  }

  @BeforeEach
  void open() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Ended run(String command, String... more) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words = new String[5 + more.length];
    System.arraycopy(new String[] {command, "--env-file", Files.writeString(dir.resolve("env"), "").toString(), "--server", server.url()},
        0,
        words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    int status = line.execute(words);
    line.getOut().flush();
    line.getErr().flush();
    assertThat(out + "" + err).doesNotContainPattern(CONTROL);
    return new Ended(status, out.toString().strip(), err.toString().strip());
  }

  @Test
  void in_a_result() throws IOException {
    server.tool("tool", call -> call.text(HOSTILE + "\n\tnext"));

    assertThat(run("call", "tool")).isEqualTo(new Ended(0, HARMLESS + "\n\tnext", ""));
  }

  @Test
  void in_a_result_that_says_it_failed() throws IOException {
    server.tool("tool", call -> call.result("{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"" + AS_JSON + "\"}]}"));

    assertThat(run("call", "tool")).isEqualTo(new Ended(1, HARMLESS, ""));
  }

  @Test
  void in_the_name_of_what_a_result_links_to() throws IOException {
    server.tool("tool", call -> call.result("{\"content\":[{\"type\":\"resource_link\",\"name\":\"" + AS_JSON + "\",\"uri\":\"x:"
        + AS_JSON + "\"},{\"type\":\"image\",\"data\":\"\",\"mimeType\":\"" + AS_JSON + "\"}]}"));

    assertThat(run("call", "tool").out()).contains(HARMLESS);
  }

  @Test
  void in_structured_content() throws IOException {
    server.tool("tool", call -> call.result("{\"content\":[],\"structuredContent\":{\"" + AS_JSON + "\":\"" + AS_JSON + "\"}}"));

    assertThat(run("call", "tool").status()).isZero();
  }

  @Test
  void as_json_that_says_the_same() throws IOException {
    server.tool("tool", call -> call.text(HOSTILE));

    assertThat(run("call", "--json", "tool").out())
        .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"" + AS_JSON.replace("001b", "001B")
            .replace("0007", "0007") + "\"}]}");
  }

  @Test
  void in_an_error() throws IOException {
    for (int code : new int[] {403, 429, -32602}) {
      server.tool("tool", call -> call.error("{\"code\":" + code + ",\"message\":\"" + AS_JSON + "\"}"));

      assertThat(run("call", "tool").err()).endsWith(HARMLESS);
    }
  }

  @Test
  void in_a_list_of_tools() throws IOException {
    server.tool(HOSTILE, call -> call.text(""));

    assertThat(run("tools").out().lines().map(String::strip)).containsExactly(HARMLESS, HARMLESS);
  }
}
