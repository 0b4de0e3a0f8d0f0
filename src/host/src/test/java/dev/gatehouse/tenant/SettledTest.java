package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a change of the folder counts. */
final class SettledTest {

  @TempDir
  private Path dir;
  private Path jar;

  @BeforeEach
  void one_plugin() throws Exception {
    jar = Files.writeString(Files.createDirectories(dir.resolve("acme")).resolve("math.jar"), "v1");
  }

  private PluginFolder scan() {
    return PluginFolder.scan(dir);
  }

  @Test
  void what_two_looks_saw_alike_counts() {
    Settled settled = new Settled(scan(), scan());

    assertThat(settled.plugins("acme")).containsOnlyKeys("math");
    assertThat(settled.moving("acme", "math")).isFalse();
  }

  @Test
  void a_file_that_grew_between_two_looks_is_left_as_it_is() throws Exception {
    PluginFolder before = scan();
    Files.writeString(jar, "longer");
    Settled settled = new Settled(before, scan());

    assertThat(settled.plugins("acme")).isEmpty();
    assertThat(settled.moving("acme", "math")).isTrue();
  }

  @Test
  void a_file_renamed_over_another_of_its_size_and_time_is_seen() throws Exception {
    PluginFolder before = scan();
    Path other = Files.writeString(dir.resolve("acme").resolve(".new"), "v2");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(jar));
    Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);

    assertThat(new Settled(before, scan()).moving("acme", "math")).isTrue();
  }

  @Test
  void a_file_that_only_the_first_look_saw_may_come_back() throws Exception {
    PluginFolder before = scan();
    Files.delete(jar);
    PluginFolder after = scan();

    assertThat(new Settled(before, after).moving("acme", "math")).isTrue();
    assertThat(new Settled(after, after).moving("acme", "math")).isFalse();
    assertThat(new Settled(after, after).plugins("acme")).isEmpty();
  }

  @Test
  void a_jar_that_is_added_to_a_plugins_folder_moves_the_plugin() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("acme").resolve("both"));
    Files.writeString(folder.resolve("a.jar"), "a");
    PluginFolder before = scan();
    Files.writeString(folder.resolve("b.jar"), "b");

    assertThat(new Settled(before, scan()).moving("acme", "both")).isTrue();
  }

  @Test
  void a_tenant_counts_as_before_while_its_folder_comes_or_goes() throws Exception {
    PluginFolder before = scan();
    Files.createDirectories(dir.resolve("newcomer"));
    PluginFolder after = scan();

    assertThat(new Settled(before, after).has("newcomer", false)).isFalse();
    assertThat(new Settled(after, after).has("newcomer", false)).isTrue();
    assertThat(new Settled(after, before).has("newcomer", true)).isTrue();
    assertThat(new Settled(before, before).has("newcomer", true)).isFalse();
  }

  @Test
  void a_folder_that_is_not_there_takes_nothing_away() {
    PluginFolder gone = PluginFolder.scan(dir.resolve("nowhere"));
    Settled settled = new Settled(gone, gone);

    assertThat(settled.moving("acme", "math")).isTrue();
    assertThat(settled.has("acme", true)).isTrue();
    assertThat(settled.faults()).singleElement().extracting(PluginFault::message).asString().contains("does not exist");
  }

  @Test
  void a_fault_counts_when_it_lasts() throws Exception {
    PluginFolder before = scan();
    Files.createDirectories(dir.resolve("acme").resolve("empty"));
    PluginFolder after = scan();

    assertThat(new Settled(before, after).faults()).isEmpty();
    assertThat(new Settled(after, after).faults()).singleElement().extracting(PluginFault::message).asString()
        .endsWith("is a folder without a jar; copy the plugin's jars into it");
  }

  @Test
  void a_jar_and_a_folder_of_one_name_are_one_too_many() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("acme").resolve("math"));
    Files.writeString(folder.resolve("a.jar"), "a");

    Settled settled = Settled.atOnce(scan());

    assertThat(settled.plugins("acme").get("math").source().location()).isEqualTo(folder.resolve("a.jar"));
    assertThat(settled.faults()).singleElement().extracting(PluginFault::message).asString()
        .contains("math.jar has the name of").endsWith("rename or remove one of them");
  }
}
