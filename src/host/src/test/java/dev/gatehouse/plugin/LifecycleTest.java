package dev.gatehouse.plugin;

import static dev.gatehouse.Eventually.eventually;
import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a plugin is told and when, on which context class loader, and that nothing of it stays behind. */
final class LifecycleTest {

  private static final String WHERE = "Thread.currentThread().getContextClassLoader().getName()";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void start_is_told_tenant_name_and_configuration() throws Exception {
    LoadedPlugin plugin = plugins.load("private PluginContext told; public void start(PluginContext c) { told = c; }"
        + " @Tool public String told() { return told.config() + told.toString(); }");

    assertThat(text(plugin, "told", "{}"))
        .isEqualTo("{greeting=hello}PluginContext[tenant=acme, plugin=fixture, config=[greeting], tools=ToolManager[fixture]]");
    assertThat(plugin.name()).isEqualTo("fixture");
  }

  @Test
  void features_are_asked_for_after_start_and_served_in_the_order_of_their_names() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        private List<Object> features;
        public void start(PluginContext c) { features = List.of(new B(), new A()); }
        public List<Object> features() { return features; }
        static class A { @Tool public String zebra() { return "a"; } }
        static class B { @Tool public String ant() { return "b"; } }""");

    assertThat(plugin.tools()).extracting(tool -> tool.key().name()).containsExactly("ant", "zebra");
    assertThat(text(plugin, "ant", "{}")).isEqualTo("b");
  }

  @Test
  void the_context_class_loader_is_the_plugins_in_all_that_it_does() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    LoadedPlugin plugin = plugins.load("""
        private final List<String> seen = new ArrayList<>(List.of(%1$s));
        public void start(PluginContext c) { seen.add(%1$s); }
        public List<Object> features() { seen.add(%1$s); return List.of(this); }
        public void stop() { System.setProperty("gatehouse.test.stopped", %1$s); }
        public record Arg(int n) { public Arg { n = %1$s.length(); } }
        @Tool public String blocking(Arg arg) { return seen + %1$s + arg.n(); }
        @Tool public CompletionStage<String> stage() { return CompletableFuture.completedStage(%1$s); }
        @Tool public int fails() { throw new ToolCallException("x"); }""".formatted(WHERE));
    String name = "tool:acme/fixture";

    assertThat(text(plugin, "blocking", "{\"arg\":{\"n\":0}}"))
        .isEqualTo("[" + name + ", " + name + ", " + name + "]" + name + name.length());
    assertThat(text(plugin, "stage", "{}")).isEqualTo(name);
    Fixtures.call(plugin, "fails", "{}");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    plugin.close();
    assertThat(System.clearProperty("gatehouse.test.stopped")).isEqualTo(name);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void the_context_class_loader_is_put_back_when_a_tool_fails() throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool public int run() { throw new IllegalStateException(); }");
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    assertThatThrownBy(() -> Fixtures.call(plugin, "run", "{}")).isInstanceOf(IllegalStateException.class);

    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void a_tool_is_told_who_calls_until_when_and_that_it_is_cancelled() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        @Tool public String run(Caller caller, String between, Deadline deadline, Cancellation cancellation) {
          return caller.owner() + " " + between + " " + deadline.at() + " " + cancellation.isCancelled();
        }""");
    Call call = Fixtures.callOf("run", "{\"between\":\"-\"}");
    call.cancellation().cancel();

    String told = text((ToolResult) plugin.tools().get(0).body().call(call).toCompletableFuture().get());

    assertThat(told).isEqualTo("jane@example.com - 2100-01-01T00:00:00Z true");
  }

  @Test
  void stop_runs_once_and_what_it_throws_stays_inside() throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool public void run() {} public void stop() {"
        + " System.setProperty(\"gatehouse.test.stops\", System.getProperty(\"gatehouse.test.stops\", \"\") + \"x\");"
        + " throw new Error(\"on purpose\"); }");

    plugin.close();
    plugin.close();

    assertThat(System.clearProperty("gatehouse.test.stops")).isEqualTo("x");
  }

  @Test
  void a_plugin_that_started_is_stopped_when_it_cannot_be_bound() {
    String body = "@Tool public void run(Thread t) {}"
        + " public void stop() { System.setProperty(\"gatehouse.test.undone\", \"x\"); }";

    assertThatThrownBy(() -> plugins.load(body)).isInstanceOf(PluginException.class);

    assertThat(System.clearProperty("gatehouse.test.undone")).isEqualTo("x");
  }

  @Test
  void nothing_of_a_closed_plugin_stays_in_memory() throws Exception {
    Path jar = PluginJars.jar(plugins.dir(), "fixture", BeanTest.annotation("JsonProperty", "String value() default \"\";"),
        PluginJars.plugin("""
            public static class Base<T> { @com.fasterxml.jackson.annotation.JsonProperty("key") public T id; }
            public static class Bean extends Base<Unit> { private List<Bean> all = new ArrayList<>();
              public List<Bean> getAll() { return all; } public void setAll(List<Bean> all) { this.all = all; } }
            @Tool public Base<Unit> bean(Bean bean) { return bean; }
            public enum Unit { C, F }
            public record Reading(double value, Unit unit, List<Reading> more, Optional<Instant> at) {}
            @Tool public Reading run(Reading reading, Map<String, Object> any) { return reading; }
            @Tool public CompletionStage<Object> later(Object any) {
              return CompletableFuture.completedStage(List.of(new Reading(1, Unit.C, List.of(), Optional.empty())));
            }"""));

    WeakReference<ClassLoader> loader = used(jar);

    assertCollected(loader);
  }

  private static WeakReference<ClassLoader> used(Path jar) throws Exception {
    LoadedPlugin plugin = PluginSource.of(jar).load("acme", PluginSettings.NONE, Changes.NONE);
    String reading = "{\"value\":1,\"unit\":\"C\",\"more\":[]}";
    assertThat(text(plugin, "run", "{\"reading\":" + reading + ",\"any\":{}}")).isEqualTo(reading);
    assertThat(text(plugin, "later", "{\"any\":[1]}")).isEqualTo("[" + reading + "]");
    assertThat(text(plugin, "bean", "{\"bean\":{\"key\":\"C\",\"all\":[{}]}}")).isEqualTo("{\"key\":\"C\",\"all\":[{\"all\":[]}]}");
    assertThat(Fixtures.call(plugin, "run", "{}").isError()).isTrue();
    plugin.close();
    return new WeakReference<>(plugin.classLoader());
  }

  @Test
  void a_jdbc_driver_that_the_plugin_leaves_registered_does_not_keep_it_in_memory() throws Exception {
    Path jar = PluginJars.jar(plugins.dir(), "fixture", PluginJars.plugin("""
        public void start(PluginContext c) throws Exception { java.sql.DriverManager.registerDriver(new Mine()); }
        @Tool public boolean run() throws Exception { return java.sql.DriverManager.getDriver("jdbc:mine") instanceof Mine; }
        public static final class Mine implements java.sql.Driver {
          public java.sql.Connection connect(String url, Properties p) { return null; }
          public boolean acceptsURL(String url) { return url.equals("jdbc:mine"); }
          public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, Properties p) { return null; }
          public int getMajorVersion() { return 1; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }"""));
    LoadedPlugin plugin = PluginSource.of(jar).load("acme", PluginSettings.NONE, Changes.NONE);
    assertThat(text(plugin, "run", "{}")).isEqualTo("true");
    WeakReference<ClassLoader> loader = new WeakReference<>(plugin.classLoader());

    plugin.close();
    plugin = null;

    assertCollected(loader);
  }

  private static final String DRIVER = """
      package lib;
      public final class Driver implements java.sql.Driver {
        static { try { java.sql.DriverManager.registerDriver(new Driver()); } catch (java.sql.SQLException e) { throw new Error(e); } }
        public java.sql.Connection connect(String url, java.util.Properties p) { return null; }
        public boolean acceptsURL(String url) { return url.equals("jdbc:lib"); }
        public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) { return null; }
        public int getMajorVersion() { return 1; }
        public int getMinorVersion() { return 0; }
        public boolean jdbcCompliant() { return false; }
        public java.util.logging.Logger getParentLogger() { return null; }
      }""";

  /** The JDK looks for drivers once in a process; the second plugin would have none. */
  @Test
  void a_jdbc_driver_works_by_url_in_every_plugin_and_is_gone_with_it() throws Exception {
    PluginJars source = PluginJars
        .of(DRIVER, PluginJars.plugin("private Object atStart; public void start(PluginContext c) throws Exception {"
            + " atStart = java.sql.DriverManager.getDriver(\"jdbc:lib\"); }"
            + " @Tool public boolean own() throws Exception { return java.sql.DriverManager.getDriver(\"jdbc:lib\") == atStart"
            + " && atStart.getClass().getClassLoader() == Fixture.class.getClassLoader(); }"))
        .resource("META-INF/services/java.sql.Driver", "# a comment\nlib.Driver\nlib.Missing\n");
    Path jar = source.jar(plugins.dir(), "fixture");
    for (int i = 0; i < 3; i++) {
      LoadedPlugin plugin = PluginSource.of(jar).load("acme", PluginSettings.NONE, Changes.NONE);
      assertThat(text(plugin, "own", "{}")).isEqualTo("true");
      WeakReference<ClassLoader> loader = new WeakReference<>(plugin.classLoader());
      if (i < 2) {
        assertThat(text(plugins.load(jar), "own", "{}")).isEqualTo("true");
      }
      plugin.close();
      plugin = null;
      assertCollected(loader);
    }
  }

  /** As the manual says: code finds its classes there, what looks for classes by the context class loader does not. */
  @Test
  void the_common_pool_does_not_have_the_plugins_context_class_loader() throws Exception {
    LoadedPlugin plugin = plugins.load("public static class Other { }"
        + " private static <T> CompletionStage<T> there(Callable<T> code) { CompletableFuture<T> done = new CompletableFuture<>();"
        + " ForkJoinPool.commonPool().execute(() -> { try { done.complete(code.call()); } catch (Exception e) { done.completeExceptionally(e); } });"
        + " return done; }"
        + " @Tool public CompletionStage<Boolean> context() { return there(() ->"
        + " Thread.currentThread().getContextClassLoader() == Fixture.class.getClassLoader()); }"
        + " @Tool public CompletionStage<String> code() { return there(() -> new Other().getClass().getSimpleName()); }");

    assertThat(text(plugin, "context", "{}")).isEqualTo("false");
    assertThat(text(plugin, "code", "{}")).isEqualTo("Other");
  }

  private static void assertCollected(WeakReference<ClassLoader> loader) throws InterruptedException {
    eventually(() -> {
      System.gc();
      return loader.get() == null;
    });
  }
}
