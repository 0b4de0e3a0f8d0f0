package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.plugin.bind.FeatureScanner;
import dev.gatehouse.plugin.load.LoadedPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Which methods of a plugin's objects are served. */
final class FeatureMethodTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private final Logger logger = (Logger) LoggerFactory.getLogger(FeatureScanner.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listen_no_more() {
    logger.detachAppender(log);
  }

  @Test
  void those_that_are_not_public_too() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public List<Object> features() { return List.of(new Hidden()); }
        static class Base { @Tool protected String inherited() { return "inherited"; } }
        private static final class Hidden extends Base {
          @Tool String tool(String a) { return a; }
          @Tool protected CompletionStage<String> stage() { return CompletableFuture.completedStage("stage"); }
          @Prompt String prompt(String topic) { return topic; }
          @CompletePrompt("prompt") List<String> complete(String topic) { return List.of(topic); }
          @Resource(uri = "a:b") String resource() { return "r"; }
          @ResourceTemplate(uriTemplate = "c:{d}") String template(String d) { return d; }
        }""");

    assertThat(text(plugin, "tool", "{\"a\":\"x\"}")).isEqualTo("x");
    assertThat(text(plugin, "stage", "{}")).isEqualTo("stage");
    assertThat(text(plugin, "inherited", "{}")).isEqualTo("inherited");
    assertThat(Fixtures.all(plugin, Kind.PROMPT)).hasSize(1);
    assertThat(Fixtures.all(plugin, Kind.COMPLETION)).hasSize(1);
    assertThat(Fixtures.all(plugin, Kind.RESOURCE)).hasSize(1);
    assertThat(Fixtures.all(plugin, Kind.TEMPLATE)).hasSize(1);
  }

  /** As Spring (CGLIB), Hibernate, ByteBuddy and Quarkus do it: overrides without annotations that lead to what they override. */
  @ParameterizedTest
  @ValueSource(strings = {"Bean$$SpringCGLIB$$0", "Bean$$EnhancerBySpringCGLIB$$1a2b", "Bean$HibernateProxy$x", "Bean$ByteBuddy$x",
      "Bean_Subclass"})
  void those_behind_a_generated_subclass_are_called_through_it(String name) throws Exception {
    LoadedPlugin plugin = plugins.load(PluginJars.jar(plugins.dir(), "fixture",
        "package fixture; import dev.gatehouse.spi.*; public class Bean { @Tool(description = \"d\") public String greet(@ToolArg(name = \"who\")"
            + " String a) { return \"hello \" + a; } @Tool String shy() { return \"shy\"; } }",
        "package fixture; public class " + name + " extends Bean { @Override public String greet(String a) { return \"[\" + super.greet(a)"
            + " + \"]\"; } @Override String shy() { return \"[\" + super.shy() + \"]\"; } }",
        PluginJars.plugin("public List<Object> features() { return List.of(new " + name + "()); }")));

    assertThat(text(plugin, "greet", "{\"who\":\"Ada\"}")).isEqualTo("[hello Ada]");
    assertThat(text(plugin, "shy", "{}")).isEqualTo("[shy]");
    assertThat(log.list).isEmpty();
  }

  @Test
  void a_generated_override_that_copies_the_annotation_is_told_as_what_it_overrides() throws Exception {
    LoadedPlugin plugin = plugins.load(
        """
            public static class Bean { @Tool(description = "d") public String greet(String who) { return "hello " + who; } }
            public static class Bean$$Copy extends Bean { @Override @Tool public String greet(String arg0) { return "[" + super.greet(arg0) + "]"; }
              @Tool public String own() { return "own"; } }
            public List<Object> features() { return List.of(new Bean$$Copy()); }""");

    assertThat(Fixtures.info(plugin, "greet").description()).isEqualTo("d");
    assertThat(text(plugin, "greet", "{\"who\":\"Ada\"}")).isEqualTo("[hello Ada]");
    assertThat(text(plugin, "own", "{}")).isEqualTo("own");
  }

  @Test
  void those_of_an_interface_behind_a_proxy_of_the_jdk() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public interface Greeter { @Tool String greet(String name); }
        public List<Object> features() {
          return List.of(java.lang.reflect.Proxy.newProxyInstance(Fixture.class.getClassLoader(), new Class<?>[] {Greeter.class},
              (proxy, method, args) -> "hello " + args[0]));
        }""");

    assertThat(text(plugin, "greet", "{\"name\":\"Ada\"}")).isEqualTo("hello Ada");
  }

  @Test
  void a_proxy_on_which_nothing_is_seen_is_warned_of() throws Exception {
    plugins.load("""
        @Tool public void other() {}
        public interface Greeter { String greet(String name); }
        public List<Object> features() {
          return List.of(this, java.lang.reflect.Proxy.newProxyInstance(Fixture.class.getClassLoader(), new Class<?>[] {Greeter.class},
              (proxy, method, args) -> "hello"));
        }""");

    assertThat(log.list).singleElement().extracting(ILoggingEvent::getFormattedMessage).asString().startsWith("tool:acme/fixture: ")
        .contains("is a generated class on which no annotated method is seen");
  }

  @Test
  void a_method_that_is_overridden_without_its_annotation_is_warned_of() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public List<Object> features() { return List.of(new Sub()); }
        static class Base<T> { @Tool public String a(T t) { return "a"; } @Tool public String b() { return "b"; } }
        static class Sub extends Base<String> {
          @Override public String a(String t) { return "sub"; }
          @Override @Tool public String b() { return "sub"; }
        }""");

    assertThat(plugin.tools()).singleElement().satisfies(tool -> assertThat(tool.key().name()).isEqualTo("b"));
    assertThat(log.list).singleElement().extracting(ILoggingEvent::getFormattedMessage).asString()
        .isEqualTo("tool:acme/fixture: fixture.Fixture$Sub.a overrides fixture.Fixture$Base.a without its annotation and is not served;"
            + " annotate it, too");
  }

  /** Kotlin writes an annotation on the constructor's parameter, and nowhere else. */
  @Test
  void annotations_on_the_constructors_parameters_of_a_record_count() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public record Price(String article, int cents, Optional<String> note) {
          public Price(@ToolArg(name = "item", description = "its number") @Size(min = 2) String article, @Min(1) int cents,
              @ToolArg(description = "any") Optional<String> note) {
            this.article = article; this.cents = cents; this.note = note;
          }
        }
        @Tool public Price price(Price price) { return price; }""");

    assertThat(((ToolInfo) plugin.tools().get(0).info()).inputSchema().at("/properties/price/properties")).hasToString(
        ("{'item':{'type':'string','minLength':2,'description':'its number'},'cents':{'type':'integer','minimum':1,'maximum':2147483647},"
            + "'note':{'type':'string','description':'any'}}").replace('\'', '"'));
    assertThat(Fixtures.call(plugin, "price", "{\"price\":{\"item\":\"ab\",\"cents\":1}}").structuredContent())
        .hasToString("{\"item\":\"ab\",\"cents\":1}");
    assertThat(Fixtures.text(Fixtures.call(plugin, "price", "{\"price\":{\"item\":\"a\",\"cents\":0}}")))
        .contains("must have at least 2 characters", "must be at least 1");
  }
}
