package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.plugin.load.LoadedPlugin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo tenant's jar, as the build leaves it. */
final class MathIT {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private LoadedPlugin math;

  @BeforeEach
  void load() throws Exception {
    math = plugins.load(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"));
  }

  @ParameterizedTest
  @CsvSource({"add, 2, 3, 5", "add, 2.5, 0.1, 2.6", "add, 0.1, 0.2, 0.3", "add, 1e2, 0, 100", "add, -1, 1, 0",
      "subtract, 2, 3, -1", "subtract, 2.5, 0.5, 2", "subtract, 12345678901234567890, 1, 12345678901234567889"})
  void it_calculates(String tool, String a, String b, String result) throws Exception {
    assertThat(text(math, tool, "{\"a\":" + a + ",\"b\":" + b + "}")).isEqualTo(result);
  }

  @Test
  void it_says_what_it_needs() throws Exception {
    assertThat(text(Fixtures.call(math, "add", "{\"a\":2}"))).isEqualTo("The arguments of add are not valid:\n- 'b' is required");
  }

  @Test
  void it_tells_that_it_changes_nothing() {
    assertThat(math.tools()).extracting(tool -> tool.key().name()).containsExactly("add", "subtract");
    assertThat(math.tools()).allSatisfy(tool -> {
      ToolInfo info = (ToolInfo) tool.info();
      assertThat(info.description()).isNotEmpty();
      assertThat(info.annotations().path("readOnlyHint").booleanValue()).isTrue();
      assertThat(info.annotations().path("destructiveHint").asBoolean(true)).isFalse();
    });
  }
}
