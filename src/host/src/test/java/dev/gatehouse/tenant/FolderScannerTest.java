package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is read of the plugin folder at each look, and how a change of it is found. */
final class FolderScannerTest {

  /** The time of a change is no finer than a tick of the system's clock. */
  private static final long GRANULARITY = 20;

  @TempDir
  private Path dir;
  private Path jar;
  private Path library;
  private FolderScanner scanner;
  private PluginFolder last;

  @BeforeEach
  void a_folder_that_is_settled() throws Exception {
    jar = Files.writeString(Files.createDirectories(dir.resolve("acme")).resolve("math.jar"), "v1");
    library = Files.writeString(Files.createDirectories(dir.resolve("acme").resolve("search")).resolve("lib.jar"), "v1");
    Files.createDirectories(dir.resolve("other"));
    Thread.sleep(3 * GRANULARITY);
    scanner = new FolderScanner(dir, GRANULARITY);
    last = scanner.scan();
    assertThat(scanner.scan()).isSameAs(last);
  }

  private interface Change {
    void make() throws Exception;
  }

  private PluginFolder after(Change change) throws Exception {
    change.make();
    PluginFolder now = scanner.scan();
    assertThat(now.isSame(PluginFolder.scan(dir))).as("as if nothing had been known").isTrue();
    return now;
  }

  @Test
  void what_has_changed_is_found_and_nothing_else_is_read_again() throws Exception {
    FolderContent before = FolderScan.of("acme", dir.resolve("acme"), GRANULARITY).content();
    assertThat(after(() -> Files.createDirectories(dir.resolve("newcomer"))).has("newcomer")).isTrue();
    assertThat(after(() -> Files.writeString(dir.resolve("other").resolve("b.jar"), "b")).plugins("other")).containsOnlyKeys("b");
    assertThat(after(() -> Files.writeString(dir.resolve("other").resolve("a.jar"), "a")).plugins("other")).containsOnlyKeys("a", "b");
    assertThat(after(() -> Files.delete(dir.resolve("other").resolve("b.jar"))).plugins("other")).containsOnlyKeys("a");
    assertThat(after(() -> Files.delete(dir.resolve("newcomer"))).has("newcomer")).isFalse();
    assertThat(scanner.scan().plugins("acme")).isEqualTo(before.plugins());
  }

  @Test
  void a_jar_that_is_written_in_place_is_found_though_its_folder_looks_the_same() throws Exception {
    FileTime time = Files.getLastModifiedTime(jar);
    FileTime folder = Files.getLastModifiedTime(jar.getParent());
    PluginFolder now = after(() -> {
      Files.writeString(jar, "v2");
      Files.setLastModifiedTime(jar, time);
    });
    assertThat(Files.getLastModifiedTime(jar.getParent())).isEqualTo(folder);
    assertThat(now.isSame(last, "acme")).isFalse();
    assertThat(now.isSame(last, "other")).isTrue();
  }

  @Test
  void so_is_one_in_the_folder_of_a_plugin_and_one_that_joins_it() throws Exception {
    PluginFolder written = after(() -> Files.writeString(library, "longer"));
    assertThat(written.isSame(last, "acme")).isFalse();
    PluginFolder joined = after(() -> Files.writeString(library.resolveSibling("more.jar"), "x"));
    assertThat(joined.plugins("acme").get("search").source().files()).hasSize(2);
  }

  @Test
  void so_is_a_jar_that_is_renamed_over_another() throws Exception {
    Path hidden = Files.writeString(jar.resolveSibling(".math"), "v2");
    Files.setLastModifiedTime(hidden, Files.getLastModifiedTime(jar));
    assertThat(after(() -> Files.move(hidden, jar, StandardCopyOption.REPLACE_EXISTING)).isSame(last, "acme")).isFalse();
  }

  @Test
  void a_folder_that_was_changed_a_moment_ago_is_listed_again_since_its_time_may_hide_a_change() throws Exception {
    FolderScan fresh = FolderScan.of("acme", dir.resolve("acme"), 60_000);
    assertThat(fresh.isCurrent()).isFalse();
    assertThat(FolderScan.of("acme", dir.resolve("acme"), GRANULARITY).isCurrent()).isTrue();
  }

  @Test
  void what_cannot_be_read_is_looked_at_each_time() throws Exception {
    Files.createSymbolicLink(jar.resolveSibling("away.jar"), dir.resolve("nowhere"));
    Thread.sleep(3 * GRANULARITY);
    assertThat(FolderScan.of("acme", dir.resolve("acme"), GRANULARITY).isCurrent()).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void the_system_tells_of_changes_of_the_folders_that_were_read() throws Exception {
    AtomicInteger told = new AtomicInteger();
    FolderEvents events = new FolderEvents(told::incrementAndGet);
    events.start();
    try {
      assertThat(events.follow(scanner.folders())).isTrue();
      assertThat(events.follow(scanner.folders())).as("they are followed already").isFalse();
      if (events.isComplete()) {
        tells(told, () -> Files.writeString(library, "v2"));
        tells(told, () -> Files.writeString(jar.resolveSibling("new.jar"), "x"));
        tells(told, () -> Files.move(dir.resolve("acme"), dir.resolve("acme2")));
        scanner.scan();
        assertThat(events.follow(scanner.folders())).as("the folder has another path").isTrue();
        tells(told, () -> Files.delete(dir.resolve("acme2").resolve("new.jar")));
      }
    } finally {
      events.close();
    }
  }

  private static void tells(AtomicInteger told, Change change) throws Exception {
    int before = told.get();
    change.make();
    dev.gatehouse.Eventually.eventually(() -> told.get() > before);
  }
}
