package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets wrong around a start: it is a sentence that names the setting, and it is said before anything is started. */
@Timeout(180)
class StartIT {

  @TempDir
  private Path folder;
  private int http;
  private int admin;

  @BeforeEach
  void lay_out() throws IOException {
    Path math = Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar");
    Files.copy(math, Files.createDirectories(folder.resolve("tools-plugins/demo")).resolve("math.jar"));
    http = RedisExtension.freePort();
    admin = RedisExtension.freePort();
    configure("", "");
  }

  private void configure(String inHttp, String more) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d%s}, "admin": {"port": %d}, "redis": {"connectTimeout": "30s", "embedded": {"port": %d}}%s }
        """.formatted(http, inHttp, admin, RedisExtension.freePort(), more));
  }

  @Test
  void a_taken_port_is_found_before_redis_and_plugins_start() throws IOException {
    for (int port : new int[] {http, admin}) {
      try (ServerSocket taken = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
        JarProcess run = JarProcess.run(folder);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).hasLineCount(1).contains("127.0.0.1:" + taken.getLocalPort(), port == http ? "http.port" : "admin.port");
      }
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void a_folder_for_temporary_files_that_cannot_be_written_is_a_sentence() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    List<String> options = List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + file);

    JarProcess run = JarProcess.startWithOptions(folder, options);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("the folder for temporary files, " + file + ", cannot be written", "-Djava.io.tmpdir=DIR")
        .doesNotContain("\tat ", "Vertx");
    assertThat(folder.resolve("data")).doesNotExist();
    JarProcess check = JarProcess.startWithOptions(folder, options, "check");
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out()).hasLineCount(1).contains("-Djava.io.tmpdir=DIR");
  }

  @Test
  void a_log_file_of_the_jars_own_name_is_taken() throws IOException {
    Files.writeString(folder.resolve("logback.xml"), """
        <configuration>
          <appender name="STDERR" class="ch.qos.logback.core.ConsoleAppender">
            <target>System.err</target>
            <encoder><pattern>mine: %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="STDERR"/></root>
        </configuration>
        """);

    JarProcess mine = JarProcess.startWithOptions(folder, List.of("-Dlogback.configurationFile=logback.xml"), "check");
    assertThat(mine.exit()).isZero();
    assertThat(mine.err()).contains("mine: plugin demo/math serves");
    JarProcess missing = JarProcess.startWithOptions(folder, List.of("-Dlogback.configurationFile=lost.xml"), "check");
    assertThat(missing.exit()).isZero();
    assertThat(missing.err()).startsWith("-Dlogback.configurationFile: there is no file 'lost.xml'").contains("Tenants: plugin demo/math");
  }

  @Test
  void settings_for_nobody_are_told() throws IOException {
    configure("", """
        , "tenants": {"demo": {"plugins": {"maht": {"secret": "s3cret"}, "math": {}}, "calls": {"plugins": {"meth": {"timeout": "1s"}}}},
                      "dema": {"anonymous": {"tools": "*"}}}
        """);

    JarProcess check = JarProcess.run(folder, "check");

    assertThat(check.exit()).isZero();
    assertThat(check.out().lines().filter(line -> line.startsWith("warning: "))).containsExactly(
        "warning: conf/gatehouse.json: tenants.dema: the tenant has no folder tools-plugins/dema, and so no tools; did you mean 'demo'?",
        "warning: conf/gatehouse.json: tenants.demo.plugins.maht: the tenant has no plugin of this name now; did you mean 'math'?",
        "warning: conf/gatehouse.json: tenants.demo.calls.plugins.meth: the tenant has no plugin of this name now; did you mean 'math'?");
  }

  @Test
  void a_certificate_that_does_not_fit_is_told_by_check_and_start_in_the_same_words() throws IOException {
    Path cert = Files.writeString(folder.resolve("cert.pem"), "not PEM");
    configure(", \"tls\": {\"cert\": \"" + cert + "\", \"key\": \"" + cert + "\"}", "");

    JarProcess check = JarProcess.run(folder, "check");
    JarProcess run = JarProcess.run(folder);

    assertThat(List.of(check.exit(), run.exit())).containsExactly(2, 2);
    assertThat(check.out()).hasLineCount(1).startsWith("conf/gatehouse.json: http.tls: " + cert).isEqualTo(run.err());
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void the_ready_line_of_a_host_that_binds_every_address_can_be_pasted() throws IOException {
    configure(", \"host\": \"0.0.0.0\", \"plainHttp\": true", "");

    JarProcess run = JarProcess.start(folder).ready();

    assertThat(run.out()).isEqualTo("ready http://127.0.0.1:" + http + "/mcp\n");
    assertThat(run.signal("TERM").exit()).isZero();
  }
}
