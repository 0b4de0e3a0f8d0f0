package dev.gatehouse.cli.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginProjectTest {

  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  private static final Pattern SHOWN = Pattern.compile("`(pom\\.xml|src/[\\w./-]+)`:\n\n```\\w*\n(.*?)```\n", Pattern.DOTALL);

  /** The manual shows what the command writes. */
  @Test
  void the_manual_has_its_files() throws IOException {
    String version = Pattern.compile("<revision>(.*?)</revision>").matcher(Files.readString(ROOT.resolve("pom.xml"))).results().findFirst()
        .orElseThrow().group(1);
    Map<String, String> shown = new LinkedHashMap<>();
    SHOWN.matcher(Files.readString(ROOT.resolve("src/site/markdown/plugins.md"))).results()
        .forEach(file -> shown.put(file.group(1), file.group(2)));
    Map<String, String> written = new LinkedHashMap<>(new PluginProject("greeter", "example", version).files());
    written.keySet().removeAll(Set.of("README.md", ".gitignore"));

    assertThat(shown).containsExactlyInAnyOrderEntriesOf(written);
  }

  @ParameterizedTest
  @CsvSource({"greeter, Greeter", "my-shop, MyShop", "a_b-c, ABC", "2fa, Plugin2fa", "plugin, PluginPlugin", "tool, ToolPlugin",
      "test, TestPlugin", "string, StringPlugin", "x--y-, XY", "class, ClassPlugin", "integer, IntegerPlugin", "object, ObjectPlugin",
      "record, RecordPlugin"})
  void the_class_has_the_name_of_the_plugin(String name, String type) {
    PluginProject project = new PluginProject(name, "com.acme.shop", "1");

    assertThat(project.type()).isEqualTo(type);
    assertThat(project.files()).containsKeys("src/main/java/com/acme/shop/" + type + ".java",
        "src/test/java/com/acme/shop/" + type + "Test.java");
    assertThat(project.files().get("src/main/resources/META-INF/services/dev.gatehouse.spi.Plugin"))
        .isEqualTo("com.acme.shop." + type + "\n");
    assertThat(project.files().values()).noneMatch(text -> text.contains("@name@") || text.contains("@Class@") || text.contains("@package@")
        || text.contains("@version@"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Greeter", "", "-x", "a b", "../x", "a/b"})
  void another_name_is_refused(String name) {
    assertThatThrownBy(() -> new PluginProject(name, "example", "1")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a plugin's name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classes", "test-classes", "surefire-reports"})
  void a_folder_of_mavens_own_is_refused(String name) {
    assertThatThrownBy(() -> new PluginProject(name, "example", "1")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + name + "' is a folder of Maven's own in target; take another name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "java.util", "javax.x", "dev.gatehouse", "dev.gatehouse.spi"})
  void the_package_is_not_that_of_others(String name) {
    assertThatThrownBy(() -> new PluginProject("greeter", name, "1")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be the package of a plugin");
    assertThat(new PluginProject("greeter", "javacorp.dev.gatehouse", "1").files()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.", "class", "com.acme.new", "a-b", "../x"})
  void another_package_is_refused(String name) {
    assertThatThrownBy(() -> new PluginProject("greeter", name, "1")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the name of a Java package");
  }
}
