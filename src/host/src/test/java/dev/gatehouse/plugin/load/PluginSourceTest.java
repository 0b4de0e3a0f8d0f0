package dev.gatehouse.plugin.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PluginSourceTest {

  @TempDir
  private Path dir;

  @Test
  void a_jar_names_its_plugin() throws Exception {
    Path jar = Files.createFile(dir.resolve("math.jar"));

    PluginSource source = PluginSource.of(jar);

    assertThat(source.name()).isEqualTo("math");
    assertThat(source.files()).containsExactly(jar);
    assertThat(source.location()).isEqualTo(jar);
  }

  @ParameterizedTest
  @ValueSource(strings = {"math-1.2.3.jar", "math.JAR", "math-2-SNAPSHOT-all.Jar"})
  void a_version_a_classifier_and_capitals_are_no_part_of_the_name(String file) throws Exception {
    PluginSource source = PluginSource.of(Files.createFile(dir.resolve(file)));

    assertThat(source.name()).isEqualTo("math");
    assertThat(source.location()).hasFileName(file);
  }

  @Test
  void a_folder_has_its_name_as_it_is_and_its_jars_in_capitals_too() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("oauth-2"));
    Files.createFile(folder.resolve("a-1.0.JAR"));

    PluginSource source = PluginSource.of(folder);

    assertThat(source.name()).isEqualTo("oauth-2");
    assertThat(source.files()).containsExactly(folder.resolve("a-1.0.JAR"));
  }

  @Test
  void a_folder_is_one_plugin_with_its_jars_sorted() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("search"));
    for (String file : new String[] {"b.jar", "a.jar", "notes.txt"}) {
      Files.createFile(folder.resolve(file));
    }

    PluginSource source = PluginSource.of(folder);

    assertThat(source.name()).isEqualTo("search");
    assertThat(source.files()).containsExactly(folder.resolve("a.jar"), folder.resolve("b.jar"));
    assertThat(source.location()).isEqualTo(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Math.jar", "Math-1.0.jar", "_all.jar", ".jar", "my plugin.jar", "math-1.0 (1).jar", "1.0.jar"})
  void a_file_that_cannot_name_a_plugin_is_refused(String file) throws IOException {
    Path jar = Files.createFile(dir.resolve(file));

    assertThatThrownBy(() -> PluginSource.of(jar)).isInstanceOf(PluginException.class)
        .hasMessageStartingWith(jar + " ").hasMessageContaining("rename it to 1 to 63 of a-z 0-9 _ -");
  }

  @Test
  void a_folder_without_jars_is_refused() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("empty"));

    assertThatThrownBy(() -> PluginSource.of(folder)).isInstanceOf(PluginException.class)
        .hasMessage(folder + " is a folder without a jar; copy the plugin's jars into it");
  }

  @Test
  void another_kind_of_file_is_refused() throws IOException {
    Path file = Files.createFile(dir.resolve("readme.md"));

    assertThatThrownBy(() -> PluginSource.of(file)).isInstanceOf(PluginException.class)
        .hasMessageContaining("does not end in .jar; rename it if it is a plugin");
  }

  @Test
  void a_jar_that_is_still_copied_to_a_folder_under_a_hidden_name_is_none_of_it() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("search"));
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve(".b.jar"));

    assertThat(PluginSource.of(folder).files()).containsExactly(folder.resolve("a.jar"));
  }

  @Test
  void a_jar_of_a_folder_that_cannot_be_seen_refuses_all_of_it() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("search"));
    PluginJars.jar(folder, "a", PluginJars.plugin("@Tool public void run() {}"));
    Path link = Files.createSymbolicLink(folder.resolve("b.jar"), dir.resolve("nowhere"));
    PluginSource source = PluginSource.of(folder);

    assertThatThrownBy(() -> source.copyTo(Files.createDirectory(dir.resolve("copy")), null)).isInstanceOf(PluginException.class)
        .hasMessage(link + " is a broken link; fix it or remove it");
  }

  @Test
  void a_jar_whose_index_is_whole_but_whose_bytes_are_not_is_refused() throws Exception {
    Path jar = PluginJars.jar(dir, "torn", PluginJars.plugin("@Tool public void run() {}"));
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(jar, bytes);
    PluginSource source = PluginSource.of(jar);

    assertThatThrownBy(() -> source.copyTo(Files.createDirectory(dir.resolve("copy")), null)).isInstanceOf(PluginException.class)
        .hasMessageStartingWith(jar + " is damaged (").hasMessageEndingWith("); copy it again");
  }

  @Test
  void the_same_jars_are_on_the_disk_once() throws Exception {
    PluginSource source = PluginSource.of(PluginJars.jar(dir, "math", PluginJars.plugin("@Tool public void run() {}")));
    Path first = Files.createDirectory(dir.resolve("first"));
    Path second = Files.createDirectory(dir.resolve("second"));
    source.copyTo(first, null);

    PluginSource linked = source.copyTo(second, first);

    assertThat(linked.files()).containsExactly(second.resolve("math.jar"));
    assertThat(Files.getAttribute(second.resolve("math.jar"), "unix:nlink")).isEqualTo(2);
    assertThat(source.copyTo(Files.createDirectory(dir.resolve("third")), dir.resolve("gone")).files().get(0)).hasSameBinaryContentAs(
        source.files().get(0));
  }
}
