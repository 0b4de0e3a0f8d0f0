package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Main;
import dev.gatehouse.http.McpClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** The whole host as the Redis user that the manual's {@code ACL SETUSER} line makes, and nothing that Redis had to refuse. */
@Timeout(180)
@ExtendWith(SameDay.class)
public class LeastRightsIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";
  public static final List<String> RIGHTS = rights();

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math").user("gatehouse", "pw", RIGHTS);

  /** The words after the password in that line of keys.md, without the quotes that the shell takes off. */
  private static List<String> rights() {
    String keys = ManualPage.read(ManualPage.MANUAL.resolve("keys.md")).text().replace("\\\n", " ");
    String line = keys.lines().filter(one -> one.startsWith("redis-cli ACL SETUSER gatehouse reset on ")).findFirst().orElseThrow();
    return Arrays.asList(line.substring(line.indexOf(")\"") + 2).strip().replace("'", "").split("\\s+"));
  }

  private static String metrics() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
  }

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  @AfterEach
  void redis_had_nothing_to_refuse() {
    assertThat(host.redis().cli("CLIENT", "LIST")).contains("user=gatehouse");
    assertThat(host.redis().cli("ACL", "LOG")).isEmpty();
  }

  /** 6.2 knows neither selectors nor key permissions by direction, nor a subcommand taken away. */
  @Test
  void the_line_says_nothing_that_version_6_2_does_not_know() {
    assertThat(RIGHTS).startsWith("~mcp:*").contains("resetchannels", "&mcp:*")
        .filteredOn(word -> !List.of("~mcp:*", "resetchannels", "&mcp:*").contains(word)).isNotEmpty()
        .allMatch(word -> word.matches("\\+[a-z]+(\\|[a-z]+)?"));
  }

  @Test
  void calls_are_allowed_limited_recorded_and_revoked() throws InterruptedException {
    String key = host.key("demo", "roles", "adder", "owner", "ann", "rate", "2/1h", "quota", "100/1d", "concurrency", "5");
    String id = TestHost.idOf(key);
    host.redis().cli("HSET", "mcp:role:demo:adder", "tools", "add");
    host.redis().cli("HSET", "mcp:tenant:demo", "cost.add", "1");
    assertThat(with(key).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(with(key).call("subtract", CALL).status()).isEqualTo(403);
    assertThat(with(key).call("add", CALL).status()).isEqualTo(200);
    assertThat(with(key).call("add", CALL).status()).isEqualTo(429);

    String usage = "mcp:usage:{demo}:" + id + ':' + LocalDate.now(ZoneOffset.UTC);
    eventually(() -> host.redis().cli("HMGET", usage, "calls", "denied").equals("2\n2"));
    assertThat(host.redis().cli("XREVRANGE", "mcp:audit:{demo}", "+", "-")).contains(id);
    assertThat(host.redis().cli("HGETALL", "mcp:refused:{demo}:" + LocalDate.now(ZoneOffset.UTC))).contains(id, "limited", "forbidden");
    eventually(() -> metrics().contains("gatehouse_audit_bytes{tenant=\"demo\"} "));
    eventually(() -> !host.redis().cli("GET", "mcp:seen:" + id).isEmpty());
    host.redis().cli("SADD", "mcp:revoked", id);
    eventually(() -> with(key).call("add", CALL).status() == 401);
  }

  @Test
  void the_commands_work_with_the_same_user() {
    assertThat(run("mint", "--tenant", "demo", "--tools", "add", "--apply", host.config().toString())).isZero();
    assertThat(run("unused", "--days", "1", host.config().toString())).isZero();
    String key = host.key("demo", "tools", "add");
    assertThat(run("explain", TestHost.idOf(key), "add", host.config().toString())).isZero();
    assertThat(run("keys", "--tenant", "demo", host.config().toString())).isZero();
    assertThat(run("usage", "--tenant", "demo", host.config().toString())).isZero();
    assertThat(run("audit", "--tenant", "demo", host.config().toString())).isZero();
    assertThat(run("tail", "--tenant", "demo", "--for", "1s", host.config().toString())).isZero();
    assertThat(run("rotate", "--older-than", "1s", "--apply", host.config().toString())).isZero();
  }

  private static int run(String... words) {
    CommandLine line = Main.commandLine();
    StringWriter said = new StringWriter();
    line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
    return line.execute(words);
  }

  @Test
  void scripts_are_loaded_again() throws InterruptedException {
    host.redis().cli("SCRIPT", "FLUSH");
    String key = host.key("demo", "tools", "add", "rate", "10/1h");
    eventually(() -> with(key).call("add", CALL).status() == 200);
  }
}
