package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.rpc.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tools that plugins add and remove while they run. */
@Timeout(180)
final class OwnToolsIT {

  /** Adds and removes what it is told to. */
  private static final String MANAGER = """
      private ToolManager tools;
      public void start(PluginContext c) { tools = c.tools(); }
      @Tool public String %1$s_add(String name) {
        try {
          tools.newTool(name).setHandler(a -> ToolResponse.success("by %1$s")).register();
          return "added";
        } catch (IllegalArgumentException e) {
          return e.getMessage();
        }
      }
      @Tool public CompletionStage<String> %1$s_later(String name) { return CompletableFuture.completedFuture(%1$s_add(name)); }
      @Tool public boolean %1$s_remove(String name) { return tools.removeTool(name); }
      """;

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  private static String manager(String name) {
    return MANAGER.formatted(name);
  }

  private String call(String tool, String name) {
    return live.call("acme", tool, Json.object().put("name", name));
  }

  private List<String> names(String tenant) {
    return live.names(tenant);
  }

  @Test
  void a_tool_is_served_as_soon_as_it_is_registered_and_no_longer_than_that() throws Exception {
    live.put("acme", "one", manager("one"));
    live.put("other", "one", manager("one"));
    live.start();
    live.changes().clear();

    assertThat(call("one_add", "greet")).isEqualTo("added");

    assertThat(live.call("acme", "greet")).isEqualTo("by one");
    assertThat(live.call("other", "greet")).isEqualTo("no such tool");
    assertThat(live.changes()).containsExactly("tools of acme");
    assertThat(call("one_remove", "greet")).isEqualTo("true");
    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
    assertThat(live.changes()).containsExactly("tools of acme", "tools of acme");
    assertThat(call("one_remove", "greet")).isEqualTo("false");
    assertThat(call("one_remove", "one_add")).as("a method").isEqualTo("false");
  }

  @Test
  void an_asynchronous_tool_may_register_too() throws Exception {
    live.put("acme", "one", manager("one"));
    live.start();

    assertThat(call("one_later", "greet")).isEqualTo("added");
    assertThat(live.call("acme", "greet")).isEqualTo("by one");
  }

  @Test
  void a_name_that_is_taken_is_refused_and_nothing_changes() throws Exception {
    live.put("acme", "one", manager("one"));
    live.put("acme", "two", manager("two"));
    live.start();
    call("one_add", "greet");
    List<String> before = names("acme");

    assertThat(call("two_add", "greet"))
        .isEqualTo("tool 'greet' of plugin 'two' is already served by plugin 'one'; rename one of them");
    assertThat(call("one_add", "greet")).contains("of plugin 'one' is already served by plugin 'one' itself, registered before");
    assertThat(call("one_add", "one_add")).contains("as a method");

    assertThat(names("acme")).isEqualTo(before);
    assertThat(live.call("acme", "greet")).isEqualTo("by one");
    call("one_remove", "greet");
    assertThat(call("two_add", "greet")).isEqualTo("added");
    assertThat(live.call("acme", "greet")).isEqualTo("by two");
  }

  @Test
  void registered_tools_go_with_their_plugin_and_its_version() throws Exception {
    Path jar = live.put("acme", "one", manager("one"));
    live.start();
    call("one_add", "greet");

    live.put("acme", "one", manager("one") + "@Tool public void second() {}");
    await(() -> names("acme").contains("second"));
    assertThat(names("acme")).doesNotContain("greet");
    call("one_add", "greet");
    assertThat(live.call("acme", "greet")).isEqualTo("by one");
    Files.delete(jar);

    await(() -> names("acme").isEmpty());
    assertThat(live.call("acme", "greet")).isEqualTo("no such tool");
  }

  @Test
  void a_version_that_was_replaced_changes_nothing_any_more() throws Exception {
    String ticking = "private volatile boolean over; public void stop() { over = true; } public void start(PluginContext c) {"
        + " new Thread(() -> { for (int i = 0; !over; i++) { c.tools().newTool(\"%1$s\" + i).setHandler(a -> null).register();"
        + " try { Thread.sleep(20); } catch (InterruptedException e) { return; } c.tools().removeTool(\"%1$s\" + i); } }).start(); }"
        + " @Tool public String version() { return \"%1$s\"; }";
    live.put("acme", "one", ticking.formatted("a"));
    live.start();
    await(() -> names("acme").stream().anyMatch(name -> name.startsWith("a")));

    live.put("acme", "one", ticking.formatted("b"));
    await(() -> live.call("acme", "version").equals("b"));

    for (int i = 0; i < 50; i++) {
      assertThat(names("acme")).noneMatch(name -> name.startsWith("a"));
      Thread.sleep(5);
    }
  }

  @Test
  void a_plugin_that_clashed_is_served_when_the_name_is_free() throws Exception {
    live.put("acme", "one", manager("one"));
    live.start();
    call("one_add", "greet");
    live.put("acme", "two", "@Tool public String greet() { return \"by two\"; }");
    await(() -> !live.faults().isEmpty());
    assertThat(live.faults()).singleElement().asString().contains("tool 'greet' of plugin 'two'", "by plugin 'one'");

    call("one_remove", "greet");

    await(() -> live.call("acme", "greet").equals("by two"));
    await(() -> live.faults().isEmpty());
  }

  @Test
  void many_threads_register_at_once_and_each_tool_is_served() throws Exception {
    live.put("acme", "one", "private ToolManager tools; public void start(PluginContext c) { tools = c.tools(); }"
        + " @Tool public void fill() throws Exception { var all = new ArrayList<CompletableFuture<?>>();"
        + " for (int t = 0; t < 8; t++) { int n = t; all.add(CompletableFuture.runAsync(() -> { for (int i = 0; i < 25; i++) {"
        + " String name = \"t\" + n + \".\" + i; tools.newTool(name).setHandler(a -> ToolResponse.success(name)).register(); } })); }"
        + " CompletableFuture.allOf(all.toArray(new CompletableFuture[0])).get(); }");
    live.start();

    assertThat(live.call("acme", "fill")).isEqualTo("ok");

    assertThat(names("acme")).hasSize(201);
    for (String name : names("acme").subList(1, 201)) {
      assertThat(live.call("acme", name)).isEqualTo(name);
    }
  }
}
