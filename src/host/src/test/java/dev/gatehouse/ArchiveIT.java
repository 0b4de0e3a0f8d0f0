package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/archive.sh}: the archive of loaded classes. One that is missing or does not fit costs only the time that it would save. */
@Timeout(480)
final class ArchiveIT {

  private static final Pattern KEY = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}");
  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  private static final String ARCHIVE = "gatehouse.jsa";
  private static final List<String> OPTIONS =
      List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:disable", "-Xlog:all=warning:stderr");

  @TempDir
  private Path folder;

  private int http;
  private String key;

  @BeforeEach
  void lay_out() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("tools-plugins/demo"));
    Files.copy(ROOT.resolve("tools-plugins/demo/math.jar"), plugins.resolve("math.jar"));
    Files.copy(ROOT.resolve("target/gatehouse.jar"), folder.resolve("gatehouse.jar"));
    http = RedisExtension.freePort();
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d}, "admin": {"port": 0}, "redis": {"connectTimeout": "30s", "embedded": {"port": 0}} }
        """.formatted(http));
  }

  private void make() throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder(ROOT.resolve("conf/archive.sh").toString(), "gatehouse.jar").directory(folder.toFile())
        .redirectErrorStream(true);
    script.environment().put("JAVA_HOME", System.getProperty("java.home"));
    script.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    Process making = script.start();
    String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(making.waitFor()).as(said).isZero();
    assertThat(said).contains("wrote " + ARCHIVE);
  }

  /** Serves one call with the archive and the small setting of the manual. The first start of all prints the key. */
  private void serve(String log) {
    JarProcess host = JarProcess.startCopy(folder, options(log)).ready();
    Matcher shown = KEY.matcher(host.err());
    key = shown.find() ? shown.group() : key;
    McpClient client = McpClient.of("http://127.0.0.1:" + http + "/mcp").key(key);
    assertThat(client.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    assertThat(host.signal("TERM").exit()).isZero();
  }

  private static List<String> options(String log) {
    return Stream.concat(OPTIONS.stream(), Stream.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-Xlog:class+load:file=" + log)).toList();
  }

  /** The AOT cache of JDK 25.0 fails this: it is used with another jar, too. */
  @Test
  void a_host_takes_its_classes_from_it_and_one_that_does_not_fit_does_no_harm() throws Exception {
    make();

    serve("with");
    assertThat(folder.resolve("with")).content().contains(" dev.gatehouse.Host source: shared objects file");

    // A jar of another time is another jar to the JVM.
    Files.setLastModifiedTime(folder.resolve("gatehouse.jar"), FileTime.from(Instant.EPOCH));
    serve("stale");
    assertThat(folder.resolve("stale")).content().contains(" dev.gatehouse.Host source: file:");

    Files.delete(folder.resolve(ARCHIVE));
    serve("without");
  }
}
