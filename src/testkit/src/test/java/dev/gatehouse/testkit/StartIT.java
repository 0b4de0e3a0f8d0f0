package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.plugins.everything.EverythingPlugin;
import dev.gatehouse.plugins.math.MathPlugin;
import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.PluginContext;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which plugin the host gets, and what is said when it does not take it. */
final class StartIT {

  /** A plugin in this module's folder of classes, as an author's is. */
  public static final class Probe implements Plugin {

    /** What it is told. */
    public record Settings(Optional<String> greeting, @ToolArg(defaultValue = "PT1S") Duration pause) {
    }

    private PluginContext context;
    private Settings settings;

    @Override
    public void start(PluginContext told) {
      context = told;
      settings = told.config(Settings.class);
    }

    @Tool(description = "Tells how the plugin read what it was told.")
    public String settings() {
      return settings.toString();
    }

    @Tool(description = "Tells what the host told the plugin, and who loaded it.")
    public String told() {
      return context.plugin() + " " + context.config() + " " + getClass().getClassLoader().getClass().getSimpleName();
    }

    @Tool(description = "Whether the plugin sees a class.")
    public boolean sees(String type) {
      try {
        Class.forName(type);
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }

    @Tool(description = "Counts the members of a JSON object, by a library of the plugin's own.")
    public int members(String json) throws IOException {
      return new ObjectMapper().readTree(json).size();
    }

    @Tool(description = "Never ends by itself.")
    public String hang() throws InterruptedException {
      Thread.sleep(Long.MAX_VALUE);
      return "never";
    }
  }

  /** What no configuration can hold. */
  public record Broken(boolean broken) {

    @Override
    public boolean broken() {
      if (broken) {
        throw new AssertionError("broken");
      }
      return false;
    }
  }

  @RegisterExtension
  static final Gatehouse SHARED = Gatehouse.plugin(MathPlugin.class);

  private static Client atFirst;

  @BeforeAll
  static void keep_the_client() {
    atFirst = SHARED.client();
  }

  /** A host is that of the class and of what is nested in it, until the class ends. */
  @Nested
  class InANestedClass {
    @Test
    void the_host_of_the_class_is_used() {
      assertThat(SHARED.client()).isSameAs(atFirst);
      SHARED.call("add", 2, 3).isText("5");
    }
  }

  @AfterAll
  static void the_nested_class_has_not_stopped_the_host() {
    SHARED.call("add", 2, 3).isText("5");
  }

  @TempDir
  private Path dir;

  @Test
  void a_folder_of_classes_is_loaded_by_the_loader_of_plugins_and_told_its_configuration() throws IOException {
    during(Gatehouse.plugin(Probe.class).configuration(Map.of("greeting", "Hi")), gatehouse -> {
      gatehouse.call("told").isText("probe {greeting=Hi} PluginClassLoader");
      gatehouse.call("sees", "dev.gatehouse.Host").isText("false");
      gatehouse.call("sees", "dev.gatehouse.plugins.math.MathPlugin").isText("false");
    });
  }

  @Test
  void a_plugin_reads_its_configuration_as_a_record() throws IOException {
    during(Gatehouse.plugin(Probe.class).configuration(Map.of("greeting", "Hi", "pause", "1500ms")),
        gatehouse -> gatehouse.call("settings").isText("Settings[greeting=Optional[Hi], pause=PT1.5S]"));
    assertThatThrownBy(() -> Gatehouse.plugin(Probe.class).configuration(Map.of("greetin", "Hi", "pause", true)).beforeAll(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tenants.test.plugins.probe.greetin is not known; did you mean 'greeting'?")
        .hasMessageContaining("tenants.test.plugins.probe.pause must be a duration such as 30s or PT1H30M, not true");
  }

  @Test
  void what_the_plugin_refers_to_comes_along() throws IOException {
    during(Gatehouse.plugin(Probe.class), gatehouse -> {
      gatehouse.call("members", "{\"a\":1,\"b\":2}").isText("2");
      gatehouse.call("sees", "org.assertj.core.api.Assertions").isText("false");
    });
  }

  @Test
  void a_library_that_it_finds_by_itself_comes_along_with_what_that_needs() throws IOException {
    during(Gatehouse.plugin(Probe.class).library(org.assertj.core.api.Assertions.class), gatehouse -> {
      gatehouse.call("sees", "org.assertj.core.api.Assertions").isText("true");
      gatehouse.call("sees", "net.bytebuddy.ByteBuddy").isText("true");
      gatehouse.call("sees", "dev.gatehouse.Host").isText("false");
    });
  }

  @Test
  void a_jar_and_a_folder_of_jars_are_loaded_as_they_are() throws Exception {
    Path jar = Path.of(MathPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    during(Gatehouse.plugin(jar), gatehouse -> gatehouse.call("add", 2, 3).isText("5"));
    Path versioned = Files.copy(jar, dir.resolve("math-1.2.3-SNAPSHOT.jar"));
    during(Gatehouse.plugin(versioned), gatehouse -> gatehouse.call("add", 2, 3).isText("5"));
    Path folder = Files.createDirectory(dir.resolve("sums"));
    Files.copy(jar, folder.resolve("some-1.0.jar"));
    during(Gatehouse.plugin(folder), gatehouse -> gatehouse.call("add", 2, 3).isText("5"));
  }

  @Test
  void a_tool_that_hangs_ends_with_the_timeout() throws IOException {
    during(Gatehouse.plugin(Probe.class).timeout(Duration.ofMillis(300)), gatehouse -> gatehouse.call("hang").isError());
  }

  @Test
  void a_plugin_that_no_service_file_names_is_refused_with_what_to_do() {
    class Forgotten implements Plugin {
    }

    assertThatThrownBy(() -> Gatehouse.plugin(Forgotten.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("META-INF/services/dev.gatehouse.spi.Plugin").hasMessageContaining(Forgotten.class.getName());
  }

  @Test
  void a_plugin_that_the_host_refuses_fails_the_start_with_the_hosts_words() throws IOException {
    Path jar = dir.resolve("empty.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("nothing.txt"));
    }

    assertThatThrownBy(() -> Gatehouse.plugin(jar).beforeAll(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the host refuses the plugin: ").hasMessageContaining("empty.jar");
  }

  @Test
  void a_start_that_fails_with_an_error_leaves_nothing_and_says_why() throws IOException {
    Path jar = Files.writeString(dir.resolve("broken" + System.nanoTime() + ".jar"), "");

    assertThatThrownBy(() -> Gatehouse.plugin(jar).configuration(Map.of("broken", new Broken(true))).beforeAll(null))
        .isInstanceOf(AssertionError.class).hasMessage("broken");

    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.filter(folder -> Files.exists(folder.resolve("plugins/test").resolve(PluginSource.name(jar))))).isEmpty();
    }
  }

  @Test
  void a_host_that_does_not_run_is_no_mystery() {
    assertThatThrownBy(() -> Gatehouse.plugin(EverythingPlugin.class).tools())
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("@RegisterExtension");
  }

  @Test
  void a_host_for_each_test() throws IOException {
    Gatehouse each = Gatehouse.plugin(MathPlugin.class);

    each.beforeEach(null);
    each.call("add", 2, 3).isText("5");
    each.afterEach(null);

    assertThatThrownBy(each::client).isInstanceOf(IllegalStateException.class);
  }

  private interface Body {
    void run(Gatehouse gatehouse);
  }

  private static void during(Gatehouse gatehouse, Body body) throws IOException {
    gatehouse.beforeAll(null);
    try {
      body.run(gatehouse);
    } finally {
      gatehouse.afterAll(null);
    }
  }
}
