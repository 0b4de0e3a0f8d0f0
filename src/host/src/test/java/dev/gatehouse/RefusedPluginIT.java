package dev.gatehouse;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.Main;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Every kind of plugin that is refused is one line that says what to do: in the log, in {@code /health/ready} and by {@code check}. */
class RefusedPluginIT {

  private static final String GOOD = "@Tool public String ping() { return \"pong\"; }";
  private static final int NEWER = Runtime.version().feature() + 1;
  private static final ListAppender<ILoggingEvent> LOG = listen();

  private static List<ILoggingEvent> said;

  /** What the line about each must say: what is wrong, and what to do. */
  private static final Map<String, List<String>> WORDS = new TreeMap<>(Map.ofEntries(
      entry("broken", List.of("broken.jar is not a whole jar", "copy it again")),
      entry("half", List.of("half.jar is not a whole jar", "copy it again")),
      entry("newer", List.of("newer.jar needs Java " + NEWER, "build it with --release " + Runtime.version().feature())),
      entry("second", List.of("tool 'ping' of plugin 'second' is already served by plugin 'first'", "rename one of them")),
      entry("schema", List.of("schema.jar", "its inputSchema is no JSON Schema 2020-12 (/required ")),
      entry("lonely", List.of("lonely.jar has no META-INF/services/dev.gatehouse.spi.Plugin", "add that file")),
      entry("two", List.of("two.jar names more than one class", "leave one")),
      entry("thrower", List.of("thrower.jar is refused by its own code: the constructor of fixture.Fixture threw", "no licence")),
      entry("unset", List.of("unset.jar refuses its configuration: tenants.acme.plugins.unset.port must be a whole number from",
          "; tenants.acme.plugins.unset.level must be a whole number from",
          "; tenants.acme.plugins.unset.prot is not known; did you mean 'port'?")),
      entry("thin", List.of("thin.jar needs the class lib.Lib, which is not in it", "put those jars into the plugin's folder")),
      entry("boot", List.of("boot.jar is packed as an application", "put the jar of its classes alone")),
      entry("many", List.of("many.jar has the tool method fixture.Fixture.b, which must not be private",
          "; it also has the tool method fixture.Fixture.a, whose parameter 'a' is a java.lang.Thread"))));

  @RegisterExtension
  static final TestHost host = jars(new TestHost("""
      { "tenants": { "acme": { "plugins": { "unset": { "port": "many", "prot": 1, "level": "${env:PATH}" } } } } }
      """));

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    ((Logger) LoggerFactory.getLogger("dev.gatehouse.tenant")).addAppender(log);
    return log;
  }

  @AfterAll
  static void listen_no_more() {
    ((Logger) LoggerFactory.getLogger("dev.gatehouse.tenant")).detachAppender(LOG);
  }

  /** What the host said at its start; a check in this process says the same again. */
  @BeforeAll
  static void take_the_log() {
    said = List.copyOf(LOG.list);
  }

  private static TestHost jars(TestHost host) {
    try {
      Path dir = Files.createTempDirectory("gatehouse-jars");
      String good = PluginJars.plugin(GOOD);
      Path whole = PluginJars.jar(dir, "first", good);
      byte[] bytes = Files.readAllBytes(whole);
      return host.jar("acme", whole)
          .jar("acme", Files.writeString(dir.resolve("broken.jar"), "no jar"))
          .jar("acme", Files.write(dir.resolve("half.jar"), Arrays.copyOf(bytes, bytes.length / 2)))
          .jar("acme", PluginJars.of(good).markedForJava(NEWER).jar(dir, "newer"))
          .jar("acme", PluginJars.jar(dir, "second", good))
          .jar("acme", PluginJars.jar(dir, "schema",
              PluginJars
                  .plugin("@Tool(inputSchema = \"{\\\"type\\\":\\\"object\\\",\\\"required\\\":\\\"n\\\"}\") public void s(int n) {}")))
          .jar("acme", PluginJars.of(good).withoutServices().jar(dir, "lonely"))
          .jar("acme", PluginJars.of(good).services("fixture.Fixture", "fixture.Other").jar(dir, "two"))
          .jar("acme",
              PluginJars.jar(dir, "thrower", PluginJars.plugin("public Fixture() { throw new IllegalStateException(\"no licence\"); }")))
          .jar("acme", PluginJars.of("package lib; public class Lib {}", PluginJars.plugin("@Tool public void t() { new lib.Lib(); }"))
              .without("lib/Lib.class").resource("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: lib.jar\n\n").jar(dir, "thin"))
          .jar("acme", PluginJars.of(good).file("BOOT-INF/lib/first.jar", whole).withoutServices().jar(dir, "boot"))
          .jar("acme", PluginJars.jar(dir, "many", PluginJars.plugin("@Tool public void a(Thread a) {} @Tool private void b() {}")))
          .jar("acme", PluginJars.jar(dir, "unset", PluginJars.plugin("public record Settings(int port, int level) {}"
              + " public void start(PluginContext c) { c.config(Settings.class); } @Tool public void u() {}")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertTold(String where, Map<String, String> lines) {
    assertThat(lines).as(where).containsOnlyKeys(WORDS.keySet());
    WORDS.forEach((plugin, words) -> assertThat(lines.get(plugin)).as("%s in %s", plugin, where).contains(words)
        .doesNotContain("\n", "\tat ", System.getenv("PATH")));
  }

  @Test
  void in_the_health_of_the_host_which_stays_ready() {
    McpClient.Reply ready = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null);

    assertThat(ready.status()).isEqualTo(200);
    Map<String, String> lines = new TreeMap<>();
    for (JsonNode fault : ready.json().findPath("faults")) {
      lines.put(fault.path("plugin").textValue(), fault.path("fault").textValue());
    }
    assertTold("/health/ready", lines);
  }

  @Test
  void by_check_which_ends_with_2() {
    StringWriter out = new StringWriter();

    int exit = Main.commandLine().setOut(new PrintWriter(out, true)).execute("check", host.config().toString());

    assertThat(exit).isEqualTo(2);
    assertTold("check", out.toString().lines().collect(Collectors.toMap(line -> line.replaceFirst("acme/(\\S+): .*", "$1"), line -> line)));
  }

  @Test
  void in_the_log_once() {
    Map<String, String> lines = new TreeMap<>();
    for (ILoggingEvent event : said) {
      String line = event.getFormattedMessage();
      if (line.contains(" is not served")) {
        assertThat(lines.put(line.replaceFirst("plugin acme/(\\S+) .*", "$1"), line)).as("said before: %s", line).isNull();
        assertThat(event.getThrowableProxy()).isNull();
      }
    }
    assertTold("the log", lines);
  }
}
