package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The article's dialogue, by the jar that was built: {@code target/gatehouse-client.jar}, its keys from the environment. */
class JarIT {

  @RegisterExtension
  static final HostProcess host = new HostProcess();

  @TempDir
  private Path dir;
  private ScriptedModel model;

  @BeforeAll
  static void keys() {
    host.key("key1", "tools", "add subtract");
    host.key("key2", "tools", "add");
  }

  @BeforeEach
  void model() throws IOException {
    model = new ScriptedModel();
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void key1_may_add_and_then_subtract() throws Exception {
    model.calls("demo_add", "{\"a\": 2, \"b\": 3}").calls("demo_subtract", "{\"a\": 5, \"b\": 4}")
        .says("2 + 3 is 5, ", "and 5 - 4 is 1.");
    String screen = chat("key1");
    assertThat(screen).containsSubsequence("demo: add, subtract", "you> ", "-> demo add(a=2, b=3)", "<- demo add(a=2, b=3): 5",
        "-> demo subtract(a=5, b=4)", "<- demo subtract(a=5, b=4): 1", "2 + 3 is 5, and 5 - 4 is 1.");
    assertThat(model.told()).containsExactly("1");
  }

  @Test
  void key2_may_add_and_is_refused_to_subtract_and_the_model_is_told() throws Exception {
    model.calls("demo_add", "{\"a\": 2, \"b\": 3}").calls("demo_subtract", "{\"a\": 5, \"b\": 4}")
        .says("2 + 3 is 5, but I may not subtract.");
    String screen = chat("key2");
    assertThat(screen).containsSubsequence("demo: add", "<- demo add(a=2, b=3): 5",
        "!! demo subtract(a=5, b=4): refused: This key may not call tool 'subtract'.", "2 + 3 is 5, but I may not subtract.");
    assertThat(model.requests().get(0).get("tools").findValuesAsText("name")).containsExactly("demo_add");
    assertThat(model.told()).containsExactly("refused: This key may not call tool 'subtract'.");
  }

  private String chat(String key) throws Exception {
    Path in = Files.writeString(dir.resolve("in"), "What is 2 + 3, and 4 less than that?\nquit\n");
    Path out = dir.resolve("out");
    ProcessBuilder client = new ProcessBuilder(HostProcess.java(), "-Duser.home=" + dir, "-jar",
        Path.of(System.getProperty("gatehouse.root"), "target", "gatehouse-client.jar").toString(),
        "chat", "--server", "demo=" + host.url() + "/mcp");
    client.environment().putAll(Map.of("MODEL_NAME", "scripted", "BASE_URL", model.url(), "API_KEY", "model-secret",
        "GATEHOUSE_KEY_DEMO", key));
    Process process = client.directory(dir.toFile()).redirectInput(in.toFile()).redirectOutput(out.toFile())
        .redirectErrorStream(true).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    String screen = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(screen).isZero();
    return screen;
  }
}
