package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.spi.ToolCallException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which exceptions' messages reach the caller. */
final class BusinessErrorTest {

  private static final String OWN = "static class OutOfStock extends Exception { OutOfStock(String m) { super(m); } }"
      + " static class Secret extends OutOfStock { Secret(String m) { super(m); } } ";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "@WrapBusinessError                                              | throw new OutOfStock(m);                  | told",
      "@WrapBusinessError                                              | throw new IllegalStateException(m);       | told",
      "@WrapBusinessError                                              | throw new ToolCallException(m);           | told",
      "@WrapBusinessError                                              | throw new Error(m);                       | kept",
      "@WrapBusinessError                                              | throw new InterruptedException(m);        | kept",
      "@WrapBusinessError(OutOfStock.class)                            | throw new Secret(m);                      | told",
      "@WrapBusinessError(OutOfStock.class)                            | throw new IllegalStateException(m);       | kept",
      "@WrapBusinessError({OutOfStock.class, IllegalStateException.class}) | throw new IllegalStateException(m);   | told",
      "@WrapBusinessError(value = OutOfStock.class, unless = Secret.class) | throw new Secret(m);                  | kept",
      "@WrapBusinessError(unless = RuntimeException.class)             | throw new IllegalStateException(m);       | kept",
      "@WrapBusinessError(unless = RuntimeException.class)             | throw new OutOfStock(m);                  | told",
      "                                                                | throw new OutOfStock(m);                  | kept"})
  void of_a_tool(String annotation, String code, String fate) throws Exception {
    String tool = "@Tool " + (annotation == null ? "" : annotation);
    LoadedPlugin plugin = plugins.load(OWN + "private static final String m = \"3 left\"; "
        + tool + " public String now() throws Exception { " + code + " }"
        + tool + " public CompletionStage<String> later() { return CompletableFuture.supplyAsync(() -> { try { " + code + " }"
        + " catch (RuntimeException | Error e) { throw e; } catch (Exception e) { throw new CompletionException(e); } }); }");

    for (String name : new String[] {"now", "later"}) {
      if (fate.equals("told")) {
        ToolResult result = Fixtures.call(plugin, name, "{}");
        assertThat(result.isError()).isTrue();
        assertThat(Fixtures.text(result)).isEqualTo("3 left");
      } else {
        assertThatThrownBy(() -> Fixtures.tool(plugin, name).body().call(Fixtures.callOf(name, "{}")).toCompletableFuture().join())
            .isNotInstanceOf(ToolCallException.class).hasMessageEndingWith("3 left");
      }
    }
  }

  @Test
  void of_all_methods_of_a_class_also_behind_a_generated_one() throws Exception {
    LoadedPlugin plugin = plugins.load(OWN + """
        public List<Object> features() { return List.of(new Bean() { }); }
        @WrapBusinessError static class Bean {
          @Tool public void a() throws OutOfStock { throw new OutOfStock("3 left"); }
          @Tool @WrapBusinessError(IllegalStateException.class) public void b() throws OutOfStock { throw new OutOfStock("kept"); }
          @Prompt public String p() throws OutOfStock { throw new OutOfStock("3 left"); }
        }""");

    assertThat(Fixtures.text(Fixtures.call(plugin, "a", "{}"))).isEqualTo("3 left");
    assertThatThrownBy(() -> Fixtures.call(plugin, "b", "{}")).hasMessage("kept");
    assertThatThrownBy(() -> Fixtures.all(plugin, Kind.PROMPT).get(0).body()
        .call(Fixtures.callOf(Key.prompt("p"), new CallParams.Texts(Map.of()), ClientChannel.NONE))).isInstanceOf(DeclinedException.class)
        .hasMessage("3 left");
  }

  @Test
  void what_the_host_throws_is_not_wrapped() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        @Tool @WrapBusinessError(Throwable.class) public String ask(Elicitation ask) {
          return ask.elicit("k", "m", ElicitationSchema.of()).toString();
        }
        @Tool(outputSchema = "{\\"type\\":\\"object\\",\\"required\\":[\\"a\\"]}") @WrapBusinessError(Throwable.class)
        public Map<String, Object> result(int n) {
          return Map.of();
        }""");

    assertThatThrownBy(() -> Fixtures.call(plugin, "ask", "{}")).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> Fixtures.call(plugin, "result", "{\"n\":1}")).hasMessageContaining("output schema does not allow");
    assertThat(Fixtures.text(Fixtures.call(plugin, "result", "{}"))).contains("'n' is required");
  }

  @Test
  void one_without_a_message_says_so() throws Exception {
    assertThat(Fixtures.text(plugins.call("@Tool @WrapBusinessError public void a() { throw new NullPointerException(null); }", "{}")))
        .isEqualTo("The tool failed and did not say why.");
  }
}
