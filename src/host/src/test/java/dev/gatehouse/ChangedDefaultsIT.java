package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin that changes what the whole JVM shares changes nothing of the host's own words, dates and log. */
@Timeout(240)
class ChangedDefaultsIT {

  private static final Pattern KEY = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}");
  /** One language with other digits, a zone far from the host's, and a stream that swallows everything. */
  private static final String CHANGES = """
      public void start(PluginContext context) {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        %s
      }
      @Tool public String fail() { throw new IllegalStateException("as asked"); }
      @Tool(inputSchema = "{\\"type\\":\\"object\\",\\"properties\\":{\\"n\\":{\\"maxContains\\":1,\\"contains\\":{\\"const\\":1}}}}")
      public String strict(@ToolArg(required = false) Object n) { return ""; }
      """;

  @TempDir
  private Path folder;

  private int http;
  private int redis;

  private void lay_out(String stream) throws IOException {
    http = RedisExtension.freePort();
    redis = RedisExtension.freePort();
    Path jar = PluginJars.jar(folder.resolve("bench"), "shaker", PluginJars.plugin(CHANGES.formatted(stream)));
    Files.copy(jar, Files.createDirectories(folder.resolve("tools-plugins/demo")).resolve("shaker.jar"));
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"connectTimeout": "30s", "embedded": {"port": %d}} }
        """.formatted(http, RedisExtension.freePort(), redis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"System.err.close(); System.out.close();",
      "System.setErr(new java.io.PrintStream(java.io.OutputStream.nullOutputStream())); System.setOut(System.err);"})
  void while_the_host_runs(String stream) throws IOException {
    lay_out(stream);
    JarProcess host = JarProcess.startWithOptions(folder, List.of("-Duser.timezone=America/New_York", "-Duser.language=en"));
    host.ready();
    Matcher key = KEY.matcher(host.err());
    assertThat(key.find()).as("the first run's words: %s", host.err()).isTrue();
    assertThat(host.err()).contains("redis-cli -p " + redis + " HGETALL");
    McpClient client = McpClient.of("http://127.0.0.1:" + http + "/mcp").key(key.group());

    assertThat(client.call("strict", "{\"n\":[1,1]}").toolText()).contains("must contain at most 1 element(s)");
    client.call("fail", "{}");

    JarProcess.await("the log", () -> host.err().contains("as asked"));
    assertThat(host.signal("TERM").exit()).isZero();
    assertThat(host.err()).contains("INFO  RunCommand: stopped\n");
    assertThat(host.err().lines().filter(line -> line.matches("\\P{ASCII}*\\d{4}-\\d\\d-.*")))
        .allMatch(line -> line.matches("[\\d-]{10}T[\\d:.]{12}-0[45]:00 .*"));
    assertThat(host.err()).matches("\\p{ASCII}*");
  }

  @Test
  void while_plugins_are_checked() throws IOException {
    lay_out("System.err.close(); System.setErr(null); throw new IllegalStateException(\"no luck\");");

    JarProcess check = JarProcess.run(folder, "check");

    assertThat(check.out()).contains("no luck");
    assertThat(check.err()).as("a fault is told once").doesNotContain("no luck");
  }
}
