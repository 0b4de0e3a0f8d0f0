package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.Main;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.tenant.Tenants;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which version of a plugin's jar runs is told in the log, at {@code /health/ready} and by {@code check}. */
@Timeout(120)
class PluginVersionsIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static Path many(Path dir, String name, int tools) {
    return PluginJars.jar(dir, name, PluginJars.plugin(IntStream.range(0, tools)
        .mapToObj(i -> "@Tool public String a_tool_with_a_name_that_is_rather_long_" + i + "() { return \"\"; }")
        .collect(Collectors.joining("\n"))));
  }

  private static String digest(Path jar) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))).substring(0, 12);
  }

  private static JsonNode jar(String tenant, String plugin) {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null).json().findPath("jars")
        .path(tenant).path(plugin).path(0);
  }

  @Test
  void readiness_and_check_name_version_and_digest() throws Exception {
    Path math = host.plugins().resolve("demo/math.jar");

    assertThat(jar("demo", "math").path("jar").textValue()).isEqualTo("math.jar");
    assertThat(jar("demo", "math").path("version").textValue()).matches("\\d+\\.\\d+\\..*");
    assertThat(jar("demo", "math").path("sha256").textValue()).isEqualTo(digest(math));
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute("check", host.config().toString())).isZero();
    assertThat(out.toString().lines()).anyMatch(line -> line.matches("plugin demo/math: math\\.jar \\d\\S* \\(sha256 [0-9a-f]{12}\\)"))
        .endsWith("ok");
  }

  @Test
  void a_swap_is_one_line_with_version_and_digest_and_not_a_long_one() throws Exception {
    Path bench = Files.createTempDirectory("gatehouse-jars");
    Path folder = Files.createDirectories(host.plugins().resolve("acme"));
    try (LogOf log = new LogOf(Tenants.class.getName())) {
      Path jar = many(bench, "many", 40);
      Files.copy(jar, folder.resolve("many.jar"));
      eventually(() -> log.lines().stream().anyMatch(line -> line.startsWith("plugin acme/many serves ")));
      assertThat(log.lines()).filteredOn(line -> line.startsWith("plugin acme/many")).singleElement().asString()
          .contains(" and 32 more, generation 1, from many.jar (sha256 " + digest(jar) + ")").hasSizeLessThan(600);

      Path next = many(bench, "next", 41);
      Files.move(next, folder.resolve("many.jar"), StandardCopyOption.REPLACE_EXISTING);
      String digest = digest(folder.resolve("many.jar"));
      eventually(() -> log.lines().stream().anyMatch(line -> line.contains("generation 2, from many.jar (sha256 " + digest + ")")));
      eventually(() -> jar("acme", "many").path("sha256").asText().equals(digest));
    }
  }
}
