package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.plugin.load.PluginSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A broken jar and then a restart: the version that ran is served, from a copy that outlives the process. */
final class LastGoodStoreIT {

  private static final String INSTEAD = "the copy of its last good version is served instead";

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  private static String says(String text) {
    return "@Tool public String greet() { return \"" + text + "\"; }";
  }

  private Path kept(String tenant) {
    return live.dir().resolve(".last-good").resolve(tenant).resolve("greeter");
  }

  /** Serves a plugin until its copy is kept, and stops. */
  private Path servedOnce(String tenant, String text) throws Exception {
    Path jar = live.put(tenant, "greeter", says(text));
    live.start();
    await(() -> Files.exists(kept(tenant).resolve("greeter.jar")));
    live.close();
    return jar;
  }

  @Test
  void it_is_served_again_after_a_restart_and_that_is_told() throws Exception {
    Path jar = servedOnce("acme", "one");
    Files.write(jar, new byte[100]);

    live.start();

    assertThat(live.call("acme", "greet")).isEqualTo("one");
    assertThat(live.faults()).singleElement().asString().contains("is not a whole jar").endsWith(INSTEAD);

    live.put("acme", "greeter", says("two"));
    await(() -> live.call("acme", "greet").equals("two"));
    await(() -> live.faults().isEmpty());
  }

  @Test
  void it_is_served_for_a_version_that_does_not_start_until_that_does() throws Exception {
    servedOnce("acme", "one");
    live.put("acme", "greeter", "public void start(PluginContext c) throws Exception { if (!Boolean.getBoolean(\"gatehouse.test.good\"))"
        + " { throw new Exception(\"no database\"); } } " + says("two"));
    try {
      live.start();
      assertThat(live.call("acme", "greet")).isEqualTo("one");
      assertThat(live.faults()).singleElement().asString().contains("no database").endsWith(INSTEAD);
    } finally {
      System.setProperty("gatehouse.test.good", "true");
    }
    await(() -> live.call("acme", "greet").equals("two"));
    await(() -> live.faults().isEmpty());
    System.clearProperty("gatehouse.test.good");
  }

  @Test
  void everybodys_plugin_is_kept_once_and_served_to_all() throws Exception {
    Files.createDirectories(live.dir().resolve("acme"));
    Files.createDirectories(live.dir().resolve("other"));
    Path jar = servedOnce("_all", "one");
    Files.write(jar, new byte[100]);

    live.start();

    assertThat(live.call("acme", "greet") + live.call("other", "greet")).isEqualTo("oneone");
    assertThat(Files.exists(kept("acme"))).isFalse();
  }

  @Test
  void another_broken_jar_over_a_broken_one_leaves_it() throws Exception {
    Path jar = servedOnce("acme", "one");
    Files.write(jar, new byte[100]);
    live.start();

    Files.write(jar, new byte[200]);
    await(() -> live.faults().size() == 1 && !live.faults().get(0).endsWith(INSTEAD));

    assertThat(live.call("acme", "greet")).isEqualTo("one");
  }

  @Test
  void a_plugin_that_was_removed_does_not_come_back() throws Exception {
    Path jar = servedOnce("acme", "one");
    Files.delete(jar);
    live.start();
    await(() -> !Files.exists(kept("acme")));
    Files.write(jar, new byte[100]);

    await(() -> live.faults().size() == 1);

    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
  }

  @Test
  void a_plugin_that_is_removed_while_the_host_runs_does_not_come_back_either() throws Exception {
    Path jar = live.put("acme", "greeter", says("one"));
    live.start();
    await(() -> Files.exists(kept("acme").resolve("greeter.jar")));
    Files.delete(jar);
    await(() -> !Files.exists(kept("acme")));
    Files.write(jar, new byte[100]);

    await(() -> live.faults().size() == 1);

    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
  }

  @Test
  void what_another_user_has_put_there_is_not_loaded() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root may give files away").isEqualTo("root");
    Path jar = servedOnce("acme", "one");
    Files.setOwner(kept("acme"), jar.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    Files.write(jar, new byte[100]);

    live.start();

    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
    assertThat(kept("acme")).isDirectory();
  }

  @Test
  void a_copy_behind_a_link_is_not_loaded() throws Exception {
    Path jar = servedOnce("acme", "one");
    Files.createSymbolicLink(kept("acme"), Files.move(kept("acme"), live.workbench().resolve("moved")));
    Files.write(jar, new byte[100]);

    live.start();

    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
  }

  @Test
  void a_copy_that_cannot_be_served_either_leaves_the_fault() throws Exception {
    Path jar = servedOnce("acme", "one");
    Files.write(jar, new byte[100]);
    Files.write(kept("acme").resolve("greeter.jar"), new byte[100]);

    live.start();

    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
    assertThat(live.faults()).singleElement().asString().contains("is not a whole jar").doesNotContain(INSTEAD);
  }

  /** A mount that is gone would else be there again, and its plugins taken to be deleted. */
  @Test
  void a_plugin_folder_that_is_gone_is_not_made_again(@TempDir Path temp) throws Exception {
    Path dir = temp.resolve("plugins");
    Path jar = Files.write(Files.createDirectories(dir.resolve("acme")).resolve("greeter.jar"), new byte[100]);
    DesiredPlugin found = DesiredPlugin.of(PluginSource.of(jar));
    Path copy = Files.createDirectory(temp.resolve("copy"));
    Files.write(copy.resolve("greeter.jar"), new byte[100]);
    Files.move(dir, temp.resolve("away"));

    new LastGoodStore(dir, dir.resolve(".last-good")).keep("acme", found, copy);

    assertThat(dir).doesNotExist();
  }

  @Test
  void a_folder_that_cannot_be_written_keeps_nobody_from_being_served() throws IOException {
    Files.createFile(live.dir().resolve(".last-good"));
    live.put("acme", "greeter", says("one"));
    live.start(true, Map.of());
    assertThat(live.call("acme", "greet")).isEqualTo("one");
  }

  @Test
  void what_somebody_else_keeps_in_the_folder_stays() throws Exception {
    Path data = Files.createDirectories(live.dir().resolve(".last-good/redis/appendonlydir")).resolve("records");
    Path mine = Files.createDirectories(kept("acme")).resolve("mine.txt");
    Files.writeString(data, "keys");
    Files.writeString(mine, "notes");
    Path link = Files.createSymbolicLink(live.dir().resolve(".last-good/redis/link"), live.workbench());
    live.put("acme", "greeter", says("one"));
    live.start();
    live.put("acme", "other", "@Tool public String wave() { return \"\"; }");
    await(() -> Files.exists(kept("acme").resolveSibling("other").resolve("other.jar")));
    live.close();

    assertThat(data).hasContent("keys");
    assertThat(mine).hasContent("notes");
    assertThat(link).isSymbolicLink();
    assertThat(live.workbench()).isNotEmptyDirectory();
  }

  @Test
  void only_the_hosts_user_can_open_a_copy() throws Exception {
    servedOnce("acme", "one");
    assertThat(Files.getPosixFilePermissions(kept("acme")))
        .containsExactlyInAnyOrderElementsOf(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void a_check_tells_the_fault_and_neither_uses_nor_removes_copies() throws Exception {
    Path jar = servedOnce("acme", "one");
    Files.write(jar, new byte[100]);

    assertThat(live.check()).singleElement().asString().contains("is not a whole jar").doesNotContain(INSTEAD);
    assertThat(kept("acme")).isDirectory();
  }
}
