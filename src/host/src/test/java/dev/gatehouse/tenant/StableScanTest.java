package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a change of the folder counts. */
final class StableScanTest {

  /** The time of a change is no finer than a tick of the system's clock. */
  private static final long CLOCK_TICK_MILLIS = 20;

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
    StableScan settled = new StableScan(scan(), scan());

    assertThat(settled.plugins("acme")).containsOnlyKeys("math");
    assertThat(settled.moving("acme", "math")).isFalse();
  }

  @Test
  void a_file_that_grew_between_two_looks_is_left_as_it_is() throws Exception {
    PluginFolder before = scan();
    Files.writeString(jar, "longer");
    StableScan settled = new StableScan(before, scan());

    assertThat(settled.plugins("acme")).isEmpty();
    assertThat(settled.moving("acme", "math")).isTrue();
  }

  @Test
  void a_file_renamed_over_another_of_its_size_and_time_is_seen() throws Exception {
    PluginFolder before = scan();
    Path other = Files.writeString(dir.resolve("acme").resolve(".new"), "v2");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(jar));
    Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);

    assertThat(new StableScan(before, scan()).moving("acme", "math")).isTrue();
  }

  @Test
  void a_file_that_only_the_first_look_saw_may_come_back() throws Exception {
    PluginFolder before = scan();
    Files.delete(jar);
    PluginFolder after = scan();

    assertThat(new StableScan(before, after).moving("acme", "math")).isTrue();
    assertThat(new StableScan(after, after).moving("acme", "math")).isFalse();
    assertThat(new StableScan(after, after).plugins("acme")).isEmpty();
  }

  @Test
  void a_jar_that_is_added_to_a_plugins_folder_moves_the_plugin() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("acme").resolve("both"));
    Files.writeString(folder.resolve("a.jar"), "a");
    PluginFolder before = scan();
    Files.writeString(folder.resolve("b.jar"), "b");

    assertThat(new StableScan(before, scan()).moving("acme", "both")).isTrue();
  }

  @Test
  void a_tenant_counts_as_before_while_its_folder_comes_or_goes() throws Exception {
    PluginFolder before = scan();
    Files.createDirectories(dir.resolve("newcomer"));
    PluginFolder after = scan();

    assertThat(new StableScan(before, after).has("newcomer", false)).isFalse();
    assertThat(new StableScan(after, after).has("newcomer", false)).isTrue();
    assertThat(new StableScan(after, before).has("newcomer", true)).isTrue();
    assertThat(new StableScan(before, before).has("newcomer", true)).isFalse();
  }

  @Test
  void a_folder_that_is_not_there_takes_nothing_away() {
    PluginFolder gone = PluginFolder.scan(dir.resolve("nowhere"));
    StableScan settled = new StableScan(gone, gone);

    assertThat(settled.moving("acme", "math")).isTrue();
    assertThat(settled.has("acme", true)).isTrue();
    assertThat(settled.faults()).singleElement().extracting(PluginFault::message).asString().contains("does not exist");
  }

  @Test
  void a_fault_counts_when_it_lasts() throws Exception {
    PluginFolder before = scan();
    Files.createDirectories(dir.resolve("acme").resolve("empty"));
    PluginFolder after = scan();

    assertThat(new StableScan(before, after).faults()).isEmpty();
    assertThat(new StableScan(after, after).faults()).singleElement().extracting(PluginFault::message).asString()
        .endsWith("is a folder without a jar; copy the plugin's jars into it");
  }

  @Test
  void a_jar_and_a_folder_of_one_name_are_one_too_many() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("acme").resolve("math"));
    Files.writeString(folder.resolve("a.jar"), "a");

    StableScan settled = StableScan.atOnce(scan());

    assertThat(settled.plugins("acme").get("math").source().location()).isEqualTo(folder.resolve("a.jar"));
    assertThat(settled.faults()).singleElement().extracting(PluginFault::message).asString()
        .contains("math.jar has the same name as").endsWith("rename or remove one of them");
  }

  @ParameterizedTest
  @CsvSource({"math-1.9.0.jar, math-1.10.0.jar, '1.10.0, not 1.9.0'", "math.jar, math-1.0.JAR, '1.0, not no version'",
      "math-2.0-rc1.jar, math-2.0.jar, '2.0, not 2.0-rc1'", "math-1.0-all.jar, math-1.1.jar, '1.1, not 1.0'"})
  void of_two_versions_the_higher_is_served_and_the_reason_is_told(String lower, String higher, String why) throws Exception {
    Files.delete(jar);
    Path passedOver = Files.writeString(jar.resolveSibling(lower), "x");
    Path served = Files.writeString(jar.resolveSibling(higher), "x");

    StableScan settled = StableScan.atOnce(scan());

    assertThat(settled.plugins("acme").get("math").source().location()).isEqualTo(served);
    assertThat(settled.faults()).isEmpty();
    assertThat(settled.notes()).containsExactly(passedOver + " is not served, since " + higher + " is the higher version (" + why + ")");
  }

  @Test
  void two_jars_of_one_version_are_one_too_many() throws Exception {
    Files.delete(jar);
    Files.writeString(jar.resolveSibling("math-1.0.jar"), "x");
    Path all = Files.writeString(jar.resolveSibling("math-1.0-all.jar"), "x");
    Files.writeString(jar.resolveSibling("math-0.9.jar"), "x");

    StableScan settled = StableScan.atOnce(scan());

    assertThat(settled.plugins("acme").get("math").source().location()).isEqualTo(all);
    assertThat(settled.faults()).singleElement().extracting(PluginFault::message).asString()
        .endsWith("math-1.0.jar is the same version of the same plugin as " + all + ", which takes precedence; remove one of them");
    assertThat(settled.notes()).hasSize(1);
  }

  @Test
  void what_a_build_puts_beside_its_jar_is_passed_over() throws Exception {
    for (String classifier : new String[] {"sources", "javadoc", "tests"}) {
      Files.writeString(jar.resolveSibling("math-1.0-" + classifier + ".jar"), "x");
    }

    StableScan settled = StableScan.atOnce(scan());

    assertThat(settled.plugins("acme").get("math").source().location()).isEqualTo(jar);
    assertThat(settled.faults()).isEmpty();
    assertThat(settled.notes()).hasSize(3).allMatch(note -> note.contains("is passed over, since a jar with the classifier"));
  }

  @Test
  void a_version_behind_a_link_that_leads_nowhere_leaves_its_plugin_as_it_is() throws Exception {
    Files.createSymbolicLink(jar.resolveSibling("math-2.0.jar"), dir.resolve("nowhere"));

    assertThat(new StableScan(scan(), scan()).moving("acme", "math")).isTrue();
  }

  @Test
  void a_file_overwritten_by_another_of_its_size_that_is_given_its_time_is_seen() throws Exception {
    PluginFolder before = scan();
    FileTime time = Files.getLastModifiedTime(jar);
    Thread.sleep(CLOCK_TICK_MILLIS);
    Files.writeString(jar, "v2");
    Files.setLastModifiedTime(jar, time);

    assertThat(new StableScan(before, scan()).moving("acme", "math")).isTrue();
  }

  @Test
  void a_file_that_the_host_is_given_the_right_to_read_is_seen() throws Exception {
    PluginFolder before = scan();
    Thread.sleep(CLOCK_TICK_MILLIS);
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(new StableScan(before, scan()).moving("acme", "math")).isTrue();
  }

  @Test
  void a_plugin_behind_a_link_that_leads_nowhere_is_left_as_it_is() throws Exception {
    Path target = Files.createDirectories(dir.resolve(".away"));
    Files.writeString(target.resolve("lib.jar"), "x");
    Path link = Files.createSymbolicLink(dir.resolve("acme").resolve("search"), target);
    PluginFolder before = scan();
    Files.move(target, dir.resolve(".gone"));
    StableScan settled = new StableScan(scan(), scan());

    assertThat(before.plugins("acme")).containsOnlyKeys("math", "search");
    assertThat(settled.moving("acme", "search")).isTrue();
    assertThat(settled.moving("acme", "math")).isFalse();
    assertThat(settled.faults()).extracting(PluginFault::message)
        .containsExactly(link + " is a broken link; fix it or remove it");
  }

  @Test
  void a_tenant_behind_a_link_that_leads_nowhere_is_left_as_it_is() throws Exception {
    Path target = Files.createDirectories(dir.resolve(".away"));
    Files.createSymbolicLink(dir.resolve("linked"), target);
    assertThat(scan().tenants()).contains("linked");
    Files.delete(target);
    StableScan settled = new StableScan(scan(), scan());

    assertThat(settled.has("linked", true)).isTrue();
    assertThat(settled.has("linked", false)).isFalse();
    assertThat(settled.moving("linked", "any")).isTrue();
  }

  @Test
  void everybodys_plugin_does_not_take_the_place_of_one_that_cannot_be_seen() throws Exception {
    Files.writeString(Files.createDirectories(dir.resolve("_all")).resolve("math.jar"), "all");
    Files.delete(jar);
    Files.createSymbolicLink(jar, dir.resolve("nowhere"));
    StableScan settled = new StableScan(scan(), scan());

    assertThat(settled.plugins("acme")).isEmpty();
    assertThat(settled.moving("acme", "math")).isTrue();
  }

  @Test
  void what_lies_in_the_wrong_place_or_has_a_wrong_name_is_told_in_one_line_each() throws Exception {
    Files.createDirectories(dir.resolve("lost+found"));
    Files.createDirectories(dir.resolve("Acme"));
    Files.writeString(dir.resolve("readme.md"), "x");
    Files.writeString(dir.resolve("stray.jar"), "x");
    Files.writeString(dir.resolve("acme").resolve("two\nlines.jar"), "x");
    Files.createDirectories(dir.resolve("acme").resolve("folder.jar"));

    assertThat(scan().faults()).extracting(PluginFault::message).containsExactlyInAnyOrder(
        dir.resolve("Acme") + " is not named as a tenant must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning with a letter or digit",
        dir.resolve("stray.jar") + " belongs to no tenant; move it into the folder of a tenant, or into _all for every tenant",
        dir.resolve("acme").resolve("two lines.jar")
            + " is not named as a plugin must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning with a letter or digit",
        dir.resolve("acme").resolve("folder.jar") + " is a folder with the name of a jar; rename it to what the plugin is called");
  }
}
