package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** A folder with such a file may be anybody's. */
  @Test
  void the_environments_api_key_goes_to_no_address_of_a_file() throws Exception {
    Files.writeString(dir.resolve(".env"), "BASE_URL=" + model.url() + "\n");

    Process process = start(Map.of("MODEL_NAME", "scripted", "API_KEY", "model-secret"));

    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(dir.resolve("out"))).contains("API_KEY comes from the environment and BASE_URL from the file");
    assertThat(model.requests()).isEmpty();
  }

  private String chat(String key) throws Exception {
    Process process = start(Map.of("MODEL_NAME", "scripted", "BASE_URL", model.url(), "API_KEY", "model-secret",
        "GATEHOUSE_KEY_DEMO", key));
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    String screen = Files.readString(dir.resolve("out"), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(screen).isZero();
    return screen;
  }

  private Process start(Map<String, String> environment) throws IOException {
    Path in = Files.writeString(dir.resolve("in"), "What is 2 + 3, and 4 less than that?\nquit\n");
    ProcessBuilder client = new ProcessBuilder(HostProcess.java(), "-Duser.home=" + dir, "-jar",
        Path.of(System.getProperty("gatehouse.root"), "target", "gatehouse-client.jar").toString(),
        "chat", "--server", "demo=" + host.url() + "/mcp");
    client.environment().keySet().removeAll(List.of("API_KEY", "BASE_URL"));
    client.environment().putAll(environment);
    return client.directory(dir.toFile()).redirectInput(in.toFile()).redirectOutput(dir.resolve("out").toFile())
        .redirectErrorStream(true).start();
  }
}
