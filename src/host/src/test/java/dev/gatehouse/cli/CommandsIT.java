package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that ask a Redis: what they say of keys, and what they ask of their own environment. */
@Timeout(180)
class CommandsIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").jar("docs", docs());

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Path docs() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "docs", PluginJars.plugin("""
          @Tool(annotations = @Tool.Annotations(readOnlyHint = true)) public String look() { return ""; }
          @Tool public String change() { return ""; }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
  }

  private List<String> said() {
    return out.toString().lines().toList();
  }

  private String reader() {
    host.redis().cli("HSET", "mcp:role:docs:reader", "tools", "@readOnly");
    return TestHost.idOf(host.key("docs", "roles", "reader"));
  }

  /** A configuration of the same Redis and plugins, which needs these variables for its plugins. */
  private String withSecrets(String docs, String other) throws IOException {
    return Files.writeString(folder.resolve("secrets.json"), """
        { "redis": {"url": "%s"}, "plugins": {"dir": "%s"}, "auth": {"stateSecrets": ["${env:NOT_SET_STATE}"]},
          "tenants": { "docs": {"plugins": {"docs": %s}}, "other": {"plugins": {"x": %s}} } }
        """.formatted(host.redis().url(), host.plugins(), docs, other)).toString();
  }

  @Test
  void explain_knows_what_the_tools_declare() {
    String reader = reader();

    assertThat(run("explain", reader, "look", host.config().toString())).isZero();
    assertThat(said().get(0)).isEqualTo("allowed: granted by '@readOnly' in tools of role 'reader'");
    assertThat(run("explain", reader, "change", host.config().toString())).isEqualTo(1);
    assertThat(said()).noneMatch(line -> line.startsWith("if the tool declares"));
  }

  @Test
  void explain_tells_a_tool_that_is_not_there() {
    assertThat(run("explain", reader(), "lok", host.config().toString())).isEqualTo(1);

    assertThat(said().get(0)).startsWith("denied: ");
    assertThat(said().get(1)).isEqualTo("the tenant has no such tool now; did you mean 'look'?");
  }

  @Test
  void explain_says_both_where_the_plugins_cannot_be_loaded() throws IOException {
    String config = withSecrets("{\"password\": \"${env:NOT_SET_DOCS}\"}", "{}");

    assertThat(run("explain", reader(), "look", config)).isEqualTo(1);
    assertThat(said().get(0)).startsWith("denied: ");
    assertThat(said().get(1)).startsWith("if the tool declares readOnlyHint: allowed: ");
    assertThat(said()).anyMatch(line -> line.startsWith("warning: ") && line.contains("'NOT_SET_DOCS' is not set"));
  }

  @Test
  void no_command_needs_the_secrets_of_what_it_does_not_use() throws IOException {
    String config = withSecrets("{}", "{\"password\": \"${env:NOT_SET_OTHER}\"}");
    Files.createDirectories(host.plugins().resolve("other"));

    assertThat(run("explain", reader(), "look", config)).as(err.toString()).isZero();
    assertThat(run("unused", config)).as(err.toString()).isZero();
    assertThat(run("mint", "--tenant", "docs", "--tools", "*", "--apply", config)).as(err.toString()).isZero();
    assertThat(err.toString()).doesNotContain("NOT_SET");
  }

  @Test
  void unused_has_a_header_and_says_when_there_is_none() {
    String id = TestHost.idOf(host.key("docs", "tools", "look"));

    assertThat(run("unused", host.config().toString())).isZero();
    assertThat(said().get(0)).isEqualTo("key\ttenant\towner\tlast use");
    assertThat(said()).contains(id + "\tdocs\t-\tnever");
    assertThat(err.toString()).isEmpty();

    out.getBuffer().setLength(0);
    List.of(host.redis().cli("KEYS", "mcp:key:*").split("\n")).forEach(key -> host.redis().cli("SET",
        key.replace(":key:", ":seen:"), "2999-01-01T00:00Z"));
    assertThat(run("unused", "--days", "7", host.config().toString())).isZero();
    assertThat(said()).containsExactly("key\ttenant\towner\tlast use");
    assertThat(err.toString()).matches("each of the \\d+ keys was used or made in the last 7 days\n");
  }

  @Test
  void a_rotation_is_applied_to_redis() {
    String old = TestHost.idOf(host.key("docs", "tools", "look", "exp", "4102444800"));

    assertThat(run("mint", "--replaces", old, "--apply", host.config().toString())).as(err.toString()).isZero();

    String fresh = err.toString().split("_")[1];
    assertThat(host.redis().cli("HMGET", "mcp:key:" + fresh, "tenant", "tools", "replaces", "line", "exp"))
        .isEqualTo(String.join("\n", "docs", "look", old, old, "4102444800"));
    assertThat(Long.parseLong(host.redis().cli("TTL", "mcp:key:" + old))).isBetween(1L, 24 * 3600L);
    assertThat(err.toString()).containsPattern("Key " + old + " works until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ at the latest");
    assertThat(err.toString()).contains("warning: the new key ends when key " + old + " was to end, at 2100-01-01T00:00:00Z");
  }

  @Test
  void a_rotation_of_a_key_that_does_not_exist_writes_nothing() {
    String before = host.redis().cli("DBSIZE");

    assertThat(run("mint", "--replaces", "000000000000", "--apply", host.config().toString())).isEqualTo(2);

    assertThat(host.redis().cli("DBSIZE")).isEqualTo(before);
    assertThat(err.toString()).hasLineCount(1).doesNotContain("gth_");
  }
}
