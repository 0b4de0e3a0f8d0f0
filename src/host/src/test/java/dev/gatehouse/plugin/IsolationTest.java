package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.spi.Caller;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin sees of the host and of other plugins: nothing but the SPI. */
final class IsolationTest {

  private static final String PING = "@Tool public String ping() { return \"pong\"; }";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @ValueSource(strings = {"io.vertx.core.Vertx", "org.slf4j.Logger", "com.fasterxml.jackson.databind.ObjectMapper",
      "dev.gatehouse.feature.Call", "dev.gatehouse.plugin.load.JarLoader", "org.junit.jupiter.api.Test"})
  void a_class_of_the_host_does_not_exist(String name) throws Exception {
    ClassLoader loader = plugins.load(PING).classLoader();

    assertThat(Class.forName(name)).isNotNull();
    assertThatThrownBy(() -> Class.forName(name, false, loader)).isInstanceOf(ClassNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.sql.Driver", "java.net.http.HttpClient", "javax.net.ssl.SSLContext"})
  void the_whole_jdk_is_there(String name) throws Exception {
    assertThat(Class.forName(name, false, plugins.load(PING).classLoader())).isSameAs(Class.forName(name));
  }

  @Test
  void a_class_named_like_one_of_the_host_is_the_plugins_own() throws Exception {
    Path jar = PluginJars.jar(plugins.dir(), "fixture",
        "package dev.gatehouse.feature; public class Call { public String toString() { return \"mine\"; } }",
        PluginJars.plugin("@Tool public String who() { return new dev.gatehouse.feature.Call().toString(); }"));

    LoadedPlugin plugin = plugins.load(jar);

    assertThat(text(plugin, "who", "{}")).isEqualTo("mine");
    assertThat(plugin.classLoader().loadClass(Call.class.getName())).isNotSameAs(Call.class);
  }

  @Test
  void a_copy_of_the_spi_in_the_jar_is_passed_over() throws Exception {
    Path jar = PluginJars.jar(plugins.dir(), "fixture",
        "package dev.gatehouse.spi; public record Caller(String tenant) {}",
        "package dev.gatehouse.spi; public class Extra {}", PluginJars.plugin(PING));

    ClassLoader loader = plugins.load(jar).classLoader();

    assertThat(loader.loadClass(Caller.class.getName())).isSameAs(Caller.class);
    assertThat(loader.getResource("dev/gatehouse/spi/Caller.class"))
        .isEqualTo(Caller.class.getResource("Caller.class"));
    assertThatThrownBy(() -> loader.loadClass("dev.gatehouse.spi.Extra")).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void two_plugins_have_two_versions_of_one_library() throws Exception {
    String uses = PluginJars.plugin("@Tool public int version() { return lib.Lib.version(); }");
    LoadedPlugin one = plugins.load(PluginJars.jar(plugins.dir(), "one", library(1), uses));
    LoadedPlugin two = plugins.load(PluginJars.jar(plugins.dir(), "two", library(2), uses));

    assertThat(text(one, "version", "{}")).isEqualTo("1");
    assertThat(text(two, "version", "{}")).isEqualTo("2");
  }

  private static String library(int version) {
    return "package lib; public class Lib { public static int version() { return " + version + "; } }";
  }

  @Test
  void two_loads_of_one_jar_share_no_statics() throws Exception {
    Path jar = PluginJars.jar(plugins.dir(), "fixture",
        PluginJars.plugin("static int calls; @Tool public int count() { return ++calls; }"));
    LoadedPlugin one = plugins.load(jar);
    LoadedPlugin two = plugins.load(jar);

    assertThat(text(one, "count", "{}")).isEqualTo("1");
    assertThat(text(one, "count", "{}")).isEqualTo("2");
    assertThat(text(two, "count", "{}")).isEqualTo("1");
  }

  @Test
  void a_folder_is_one_plugin_whose_jars_see_each_other() throws Exception {
    Path folder = plugins.dir().resolve("both");
    Path library = PluginJars.of(library(3)).withoutServices().jar(folder, "lib");
    PluginJars.of(PluginJars.plugin("@Tool public int version() { return lib.Lib.version(); }")).against(library)
        .jar(folder, "main");

    assertThat(text(plugins.load(folder), "version", "{}")).isEqualTo("3");
  }

  @Test
  void resources_are_the_plugins_own() throws Exception {
    Path jar = PluginJars.of(PluginJars.plugin("""
        @Tool public String read() throws Exception {
          try (var in = Fixture.class.getResourceAsStream("/notes.txt")) {
            return new String(in.readAllBytes());
          }
        }""")).resource("notes.txt", "my notes").jar(plugins.dir(), "fixture");

    assertThat(text(plugins.load(jar), "read", "{}")).isEqualTo("my notes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"META-INF/services/io.vertx.core.spi.VertxServiceProvider", "vertx-version.txt",
      "META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "dev/gatehouse/feature/Call.class"})
  void resources_of_the_host_do_not_exist(String name) throws Exception {
    ClassLoader loader = plugins.load(PING).classLoader();

    assertThat(loader.getResource(name)).isNull();
    assertThat(loader.getResourceAsStream(name)).isNull();
    assertThat(Collections.list(loader.getResources(name))).isEmpty();
  }

  @Test
  void services_of_the_plugin_are_found_by_its_context_class_loader() throws Exception {
    Path jar = PluginJars.of("package lib; public interface Greeter { String greet(); }",
        "package lib; public class Hello implements Greeter { public String greet() { return \"hello\"; } }",
        PluginJars.plugin("@Tool public String greet() {"
            + " return ServiceLoader.load(lib.Greeter.class).findFirst().orElseThrow().greet(); }"))
        .resource("META-INF/services/lib.Greeter", "lib.Hello").jar(plugins.dir(), "fixture");

    assertThat(text(plugins.load(jar), "greet", "{}")).isEqualTo("hello");
  }

  @Test
  void one_loader_closed_leaves_another_of_the_same_jar_alone() throws Exception {
    Path jar = PluginJars.of(PluginJars.plugin(PING)).resource("notes.txt", "my notes").jar(plugins.dir(), "fixture");
    LoadedPlugin stays = plugins.load(jar);
    LoadedPlugin goes = plugins.load(jar);
    var open = stays.classLoader().getResourceAsStream("notes.txt");
    goes.classLoader().getResourceAsStream("notes.txt").close();

    goes.close();

    assertThat(open.readAllBytes()).asString().isEqualTo("my notes");
    open.close();
  }

  @Test
  void the_loader_says_whose_it_is() throws Exception {
    ClassLoader loader = plugins.load(PING).classLoader();

    assertThat(loader.getName()).isEqualTo("tool:acme/fixture");
    assertThat(loader.getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
    assertThat(loader.isRegisteredAsParallelCapable()).isTrue();
  }

  @Test
  void jars_are_let_go_when_the_plugin_is_closed() throws Exception {
    Path jar = PluginJars.of(PluginJars.plugin(PING)).resource("notes.txt", "my notes").jar(plugins.dir(), "fixture");
    LoadedPlugin plugin = PluginSource.of(jar).load("acme", PluginSettings.NONE, Changes.NONE);
    URL before = plugin.classLoader().getResource("notes.txt");

    plugin.close();
    plugin.close();

    assertThat(before).isNotNull();
    assertThat(plugin.classLoader().getResource("notes.txt")).isNull();
  }
}
