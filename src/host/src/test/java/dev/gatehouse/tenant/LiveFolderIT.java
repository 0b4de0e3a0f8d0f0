package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static dev.gatehouse.tenant.LiveTenants.someLooks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.PluginJars;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin folder while the host runs: what an operator does to it, and what callers see of that. */
final class LiveFolderIT {

  private static final String HANGS = "public void start(PluginContext c) throws Exception { Thread.sleep(600_000); }"
      + says("a", "a");

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  private static String says(String tool, String text) {
    return "@Tool public String " + tool + "() { return \"" + text + "\"; }";
  }

  @Test
  void a_jar_that_is_added_is_served_and_one_that_is_removed_is_not() throws Exception {
    Tenants tenants = live.start();
    Path jar = live.put("acme", "greeter", says("greet", "hello"));
    await(() -> live.call("acme", "greet").equals("hello"));

    Files.delete(jar);

    await(() -> live.call("acme", "greet").equals("no such tool"));
    assertThat(tenants.find("acme")).isNotNull();
  }

  @Test
  void a_jar_that_is_replaced_is_served_in_its_new_version() throws Exception {
    live.put("acme", "greeter", says("greet", "one"));
    live.start();
    assertThat(live.call("acme", "greet")).isEqualTo("one");

    live.put("acme", "greeter", says("greet", "two"));

    await(() -> live.call("acme", "greet").equals("two"));
  }

  @Test
  void a_higher_version_beside_a_lower_one_is_served_until_it_is_removed() throws Exception {
    live.put("acme", "greeter-1.9.0", live.build("nine", says("greet", "nine")));
    live.start();
    assertThat(live.call("acme", "greet")).isEqualTo("nine");

    var appender = new ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent>();
    var watch = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(FolderWatch.class);
    appender.start();
    watch.setLevel(ch.qos.logback.classic.Level.INFO);
    watch.addAppender(appender);

    Path higher = live.put("acme", "greeter-1.10.0", live.build("ten", says("greet", "ten")));
    await(() -> live.call("acme", "greet").equals("ten"));
    someLooks();
    watch.detachAppender(appender);
    watch.setLevel(null);
    assertThat(live.plugin("acme", "greet")).isEqualTo("greeter");
    assertThat(faults()).isEmpty();
    assertThat(appender.list).singleElement().extracting(event -> event.getFormattedMessage()).asString().isEqualTo(live.dir()
        .resolve("acme/greeter-1.9.0.jar") + " is not served, since greeter-1.10.0.jar is the higher version (1.10.0, not 1.9.0)");

    Files.delete(higher);
    await(() -> live.call("acme", "greet").equals("nine"));
  }

  @Test
  void a_jar_that_is_overwritten_in_place_does_not_break_what_runs() throws Exception {
    String late = "static class Late { static String text() { return \"%s\"; } }"
        + " @Tool public String greet() { return Late.text(); }";
    Path jar = live.put("acme", "greeter", late.formatted("one"));
    live.start();

    Files.write(jar, new byte[100]);

    await(() -> !faults().isEmpty());
    assertThat(live.call("acme", "greet")).isEqualTo("one");
    Files.write(jar, Files.readAllBytes(live.build("greeter", late.formatted("two"))));
    await(() -> live.call("acme", "greet").equals("two"));
    await(() -> faults().isEmpty());
  }

  @Test
  void a_folder_of_jars_is_replaced_as_one() throws Exception {
    Path folder = Files.createDirectories(live.dir().resolve("acme").resolve("both"));
    Path library = PluginJars.of(library(1)).withoutServices().jar(live.workbench(), "lib1");
    Path main = PluginJars.of(PluginJars.plugin("@Tool public int version() { return lib.Lib.version(); }")).against(library)
        .jar(live.workbench(), "main");
    Files.copy(library, folder.resolve("lib.jar"));
    Files.copy(main, folder.resolve("main.jar"));
    live.start();
    assertThat(live.call("acme", "version")).isEqualTo("1");

    Files.write(folder.resolve("lib.jar"),
        Files.readAllBytes(PluginJars.of(library(2)).withoutServices().jar(live.workbench(), "lib2")));

    await(() -> live.call("acme", "version").equals("2"));
  }

  private static String library(int version) {
    return "package lib; public class Lib { public static int version() { return " + version + "; } }";
  }

  @Test
  void a_folder_of_jars_that_is_added_is_served_and_one_that_is_removed_is_not() throws Exception {
    live.start();
    Path folder = Files.createDirectories(live.dir().resolve("acme").resolve("both"));
    Path library = PluginJars.of(library(1)).withoutServices().jar(folder, "lib");
    PluginJars.of(PluginJars.plugin("@Tool public int version() { return lib.Lib.version(); }")).against(library)
        .jar(folder, "main");
    await(() -> live.call("acme", "version").equals("1"));

    Files.move(folder, live.workbench().resolve("both"));

    await(() -> live.call("acme", "version").equals("no such tool"));
    await(() -> faults().isEmpty());
  }

  @Test
  void a_folder_is_a_tenant_as_long_as_it_is_there() throws Exception {
    Tenants tenants = live.start();
    Path jar = live.put("newcomer", "greeter", says("greet", "hello"));
    await(() -> live.call("newcomer", "greet").equals("hello"));

    Files.delete(jar);
    Files.delete(jar.getParent());

    await(() -> tenants.find("newcomer") == null);
  }

  @Test
  void a_tenant_of_the_configuration_stays_without_its_folder() throws Exception {
    Path jar = live.put("acme", "greeter", says("greet", "hello"));
    Tenants tenants = live.start(true, Map.of("acme", TenantConfig.defaults()));

    Files.delete(jar);
    Files.delete(jar.getParent());

    await(() -> live.call("acme", "greet").equals("no such tool"));
    someLooks();
    assertThat(tenants.find("acme")).isNotNull();
  }

  @Test
  void everybodys_plugins_are_each_tenants_own() throws Exception {
    Files.createDirectories(live.dir().resolve("b"));
    live.put("a", "other", says("other", "x"));
    live.start();
    live.put("_all", "counter", "static int calls; private String t; public void start(PluginContext c) { t = c.tenant(); }"
        + " @Tool public String count() { return t + ++calls; }");

    await(() -> live.call("a", "count").startsWith("a"));
    await(() -> live.call("b", "count").startsWith("b"));
    Files.createDirectories(live.dir().resolve("late"));
    await(() -> live.call("late", "count").equals("late1"));
    assertThat(live.call("late", "count")).isEqualTo("late2");
  }

  @Test
  void a_tenants_own_plugin_takes_the_place_of_everybodys_of_its_name() throws Exception {
    live.put("_all", "greeter", says("greet", "everybody's"));
    Path own = live.put("acme", "greeter", says("greet", "own"));
    live.start();
    assertThat(live.call("acme", "greet")).isEqualTo("own");

    Files.delete(own);

    await(() -> live.call("acme", "greet").equals("everybody's"));
    assertThat(faults()).isEmpty();
  }

  @Test
  void the_version_that_runs_stays_when_the_next_is_broken() throws Exception {
    live.put("acme", "greeter", says("greet", "one"));
    live.start();

    live.put("acme", "greeter", "public void start(PluginContext c) { throw new IllegalStateException(\"no database\"); }"
        + says("greet", "two"));

    await(() -> !faults().isEmpty());
    someLooks();
    assertThat(faults()).hasSize(1).first().asString().startsWith(live.dir().resolve("acme/greeter.jar") + " ")
        .contains("no database");
    assertThat(live.call("acme", "greet")).isEqualTo("one");
    live.put("acme", "greeter", says("greet", "three"));
    await(() -> live.call("acme", "greet").equals("three"));
    await(() -> faults().isEmpty());
  }

  @Test
  void a_plugin_whose_tools_clash_waits_until_the_name_is_free() throws Exception {
    Path first = live.put("acme", "first", says("greet", "first"));
    live.start();
    live.put("acme", "second", says("greet", "second"));
    await(() -> !faults().isEmpty());
    assertThat(faults().get(0)).contains("'greet'").contains("'first'").contains("'second'");
    assertThat(live.call("acme", "greet")).isEqualTo("first");

    Files.delete(first);

    await(() -> live.call("acme", "greet").equals("second"));
    await(() -> faults().isEmpty());
  }

  @Test
  void a_plugin_that_is_renamed_is_never_missing() throws Exception {
    Path jar = live.put("acme", "before", says("greet", "hello"));
    live.start();

    Files.move(jar, jar.resolveSibling("after.jar"));

    while (!live.plugin("acme", "greet").equals("after")) {
      assertThat(live.call("acme", "greet")).isEqualTo("hello");
    }
    assertThat(faults()).isEmpty();
  }

  @Test
  void a_call_that_runs_is_answered_by_the_version_it_began_in() throws Exception {
    live.put("acme", "slow", "@Tool public String work() throws Exception { System.setProperty(\"gatehouse.test.began\", \"\");"
        + " while (System.clearProperty(\"gatehouse.test.go\") == null) { Thread.sleep(5); } return \"one\"; }");
    Tenants tenants = live.start();
    Tenant acme = tenants.find("acme");
    Future<ToolResult> running = live.send(acme, acme.catalogue().find(Key.tool("work")));
    await(() -> System.clearProperty("gatehouse.test.began") != null);

    live.put("acme", "slow", says("work", "two"));
    await(() -> acme.catalogue().find(Key.tool("work")).address().generation() == 2);

    assertThat(live.call("acme", "work")).isEqualTo("two");
    assertThat(running.isComplete()).isFalse();
    System.setProperty("gatehouse.test.go", "");
    assertThat(LiveTenants.text(running.await())).isEqualTo("one");
  }

  @Test
  void a_call_that_comes_too_late_for_its_version_is_served_by_the_next() throws Exception {
    String name = LiveTenants.ownName("late");
    live.put("acme", name, says("greet", "one"));
    Tenants tenants = live.start();
    Tenant acme = tenants.find("acme");
    Entry old = acme.catalogue().find(Key.tool("greet"));
    live.put("acme", name, says("greet", "two"));
    await(() -> live.call("acme", "greet").equals("two"));
    await(() -> LiveTenants.copies(name) == 1);

    assertThat(LiveTenants.text(live.send(acme, old).await())).isEqualTo("two");
  }

  @Test
  void a_plugin_that_hangs_in_start_holds_up_nobody() throws Exception {
    Tenants tenants = live.start();
    live.put("acme", "hanger", HANGS);
    live.put("other", "greeter", says("greet", "hello"));

    await(() -> live.call("other", "greet").equals("hello"));

    assertThat(tenants.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"public void start(PluginContext c) throws Exception %s", "public Fixture() throws Exception %s",
      "public List<Object> features() { hang(); return List.of(this); } void hang() { try %s catch (Exception e) { } }"})
  void a_plugin_that_hangs_while_it_is_loaded_is_given_up(String where) throws Exception {
    live.startBound(Duration.ofSeconds(1));
    live.put("acme", "hanger", where.formatted("{ Thread.sleep(600_000); }") + says("a", "a"));

    live.start();

    assertThat(faults()).singleElement().asString().contains("hanger.jar did not start within 1 s");
  }

  @Test
  void a_plugin_that_hangs_in_stop_holds_up_nobody() throws Exception {
    Path jar = live.put("acme", "hanger", "public void stop() throws Exception { while (true) { try { Thread.sleep(600_000); }"
        + " catch (InterruptedException e) { } } }" + says("a", "a"));
    live.start();
    Files.delete(jar);
    await(() -> live.call("acme", "a").equals("no such tool"));

    live.put("acme", "greeter", says("greet", "hello"));

    await(() -> live.call("acme", "greet").equals("hello"));
  }

  @Test
  void only_the_tenant_whose_list_changed_is_told() throws Exception {
    live.put("acme", "greeter", says("greet", "one"));
    live.put("other", "greeter", says("greet", "one"));
    live.start();
    live.changes().clear();

    live.put("acme", "greeter", says("greet", "two"));
    await(() -> live.call("acme", "greet").equals("two"));
    assertThat(live.changes()).isEmpty();
    live.put("acme", "more", says("more", "x"));
    await(() -> live.call("acme", "more").equals("x"));

    await(() -> !live.changes().isEmpty());
    assertThat(live.changes()).containsExactly("tools of acme");
  }

  @Test
  void a_folder_that_cannot_be_seen_changes_nothing() throws Exception {
    live.put("acme", "greeter", says("greet", "hello"));
    live.start();
    Path away = live.dir().resolveSibling(live.dir().getFileName() + "-away");
    Files.move(live.dir(), away);

    await(() -> !faults().isEmpty());
    someLooks();
    assertThat(live.call("acme", "greet")).isEqualTo("hello");
    Files.move(away, live.dir());
    await(() -> faults().isEmpty());
    assertThat(live.call("acme", "greet")).isEqualTo("hello");
  }

  @Test
  void nothing_is_followed_when_reload_is_off() throws Exception {
    live.put("acme", "greeter", says("greet", "one"));
    live.start(false, Map.of());

    live.put("acme", "greeter", says("greet", "two"));

    someLooks();
    assertThat(live.call("acme", "greet")).isEqualTo("one");
  }

  @Test
  void copies_of_jars_are_removed_with_their_versions_and_at_the_end() throws Exception {
    String name = LiveTenants.ownName("copied");
    live.put("acme", name, says("greet", "0"));
    live.start();
    for (int i = 1; i <= 3; i++) {
      String text = String.valueOf(i);
      live.put("acme", name, says("greet", text));
      await(() -> live.call("acme", "greet").equals(text));
    }

    await(() -> LiveTenants.copies(name) == 1);
    live.close();
    assertThat(LiveTenants.copies(name)).isZero();
  }

  @Test
  void a_plugin_brings_its_own_jackson_and_its_own_logging() throws Exception {
    Path folder = Files.createDirectories(live.dir().resolve("acme").resolve("own"));
    for (Class<?> type : List.of(com.fasterxml.jackson.databind.ObjectMapper.class, com.fasterxml.jackson.core.JsonFactory.class,
        com.fasterxml.jackson.annotation.JsonProperty.class, org.slf4j.Logger.class, ch.qos.logback.classic.Logger.class,
        ch.qos.logback.core.Appender.class)) {
      Path jar = Path.of(PluginJars.location(type));
      Files.copy(jar, folder.resolve(jar.getFileName()));
    }
    PluginJars.of(PluginJars.plugin("""
        @Tool public String whose() throws Exception {
          Object log = org.slf4j.LoggerFactory.getLogger(Fixture.class);
          String json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(List.of(1, 2));
          return json + log.getClass().getClassLoader().getName()
              + com.fasterxml.jackson.databind.ObjectMapper.class.getClassLoader().getName();
        }""")).against(com.fasterxml.jackson.databind.ObjectMapper.class).against(com.fasterxml.jackson.core.JsonFactory.class)
        .against(com.fasterxml.jackson.annotation.JsonProperty.class).against(org.slf4j.Logger.class)
        .jar(live.workbench(), "main");
    Files.copy(live.workbench().resolve("main.jar"), folder.resolve("main.jar"));

    live.start();

    assertThat(faults()).isEmpty();
    assertThat(live.call("acme", "whose")).isEqualTo("[1,2]tool:acme/owntool:acme/own");
  }

  @Test
  void what_a_plugin_logs_is_in_the_hosts_log_under_its_name() throws Exception {
    var appender = new ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent>();
    var whole = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("tool:acme/chatty");
    appender.start();
    whole.addAppender(appender);
    live.put("acme", "chatty", "@Tool public String talk() {"
        + " System.getLogger(Fixture.class.getName()).log(System.Logger.Level.WARNING, \"{0} of {1}\", 1, \"two\"); return \"\"; }");
    live.start();

    live.call("acme", "talk");

    whole.detachAppender(appender);
    assertThat(appender.list).singleElement().satisfies(event -> {
      assertThat(event.getFormattedMessage()).isEqualTo("1 of two");
      assertThat(event.getLoggerName()).isEqualTo("tool:acme/chatty$Fixture");
      assertThat(event.getLevel()).isEqualTo(ch.qos.logback.classic.Level.WARN);
    });
  }

  private List<String> faults() {
    return live.faults();
  }

  @Test
  void a_plugin_that_throws_what_cannot_be_described_is_refused_and_leaves_nothing() throws Exception {
    String name = LiveTenants.ownName("evil");
    live.put("acme", name, "static class Evil extends Error { public String getMessage() { throw new StackOverflowError(); } }"
        + " public List<Object> features() { return new AbstractList<Object>() { public int size() { return 1; }"
        + " public Object get(int i) { throw new Evil(); } }; }");
    live.start();

    assertThat(faults()).singleElement(Assertions.as(InstanceOfAssertFactories.STRING))
        .contains(name + ".jar is refused by its own code").endsWith("threw Evil");
    await(() -> LiveTenants.copies(name) == 0);
  }

  @Test
  void a_call_that_throws_what_cannot_be_described_is_answered() throws Exception {
    live.put("acme", "evil", "static class Evil extends Error { public String getMessage() { throw new StackOverflowError(); } }"
        + " @Tool public String fail() { throw new Evil(); }");
    live.start();

    assertThat(live.call("acme", "fail")).contains("failed inside");
  }

  @Test
  void everybodys_plugin_that_is_broken_is_one_fault() throws Exception {
    for (String tenant : List.of("a", "b", "c", "d")) {
      Files.createDirectories(live.dir().resolve(tenant));
    }
    Path jar = live.put("_all", "bad", "public void start(PluginContext c) { throw new Error(\"no\"); } @Tool public void run() {}");
    Tenants tenants = live.start();

    assertThat(tenants.faults()).containsExactly(new PluginFault("_all", "bad",
        jar + " is refused by its own code: fixture.Fixture.start threw Error: no (for 4 tenants, such as a, b, c)"));
  }
}
