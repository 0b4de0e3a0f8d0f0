package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key can be made with nothing but a shell: the recipe of the manual, run by one. */
class ShellRecipeTest {

  private static final String RECIPE = """
      id=$(openssl rand -hex 6); secret=$(openssl rand -hex 32); salt=$(openssl rand -hex 16)
      redis-cli HSET mcp:key:$id tenant demo tools 'add' salt $salt hash $(printf %s "$salt$secret" | sha256sum | cut -c1-64)
      key=gth_${id}_${secret}; echo "${key}_$(printf %s "$key" | sha256sum | cut -c1-8)"
      """;

  // Stands in for the real one; prints its arguments, one a line.
  private static final String REDIS_CLI = "redis-cli() { printf '%s\\n' \"$@\"; }\n";

  @Test
  void a_key_made_by_a_shell_is_let_in() throws Exception {
    List<String> lines = bash(REDIS_CLI + RECIPE);

    assertThat(lines.get(0)).isEqualTo("HSET");
    String id = lines.get(1).substring("mcp:key:".length());
    String key = lines.get(lines.size() - 1);
    FakeKeyStore store = new FakeKeyStore().put(id, pairs(lines.subList(2, lines.size() - 1)));
    Admission admission = new ApiKeyAuthentication(store, new KeyPolicy(false, false), Clock.systemUTC()).admit(key, "192.0.2.1").result();

    assertThat(admission).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
      assertThat(admitted.principal().keyId()).isEqualTo(id);
      assertThat(admitted.principal().tenant()).isEqualTo("demo");
      assertThat(admitted.principal().grants().tool("add", false).allowed()).isTrue();
      assertThat(admitted.principal().grants().tool("subtract", false).allowed()).isFalse();
    });
  }

  private static Map<String, String> pairs(List<String> words) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      fields.put(words.get(i), words.get(i + 1));
    }
    return fields;
  }

  private static List<String> bash(String script) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-euc", script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return out.lines().toList();
  }
}
