package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of calls in Redis, as an operator asks for it. */
@Timeout(180)
@ExtendWith(SameDay.class)
class AccountIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  /** The newest entries of the audit stream that are of this key, once there are that many, newest first. */
  private static String audit(String stream, String key, int entries) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      String all = host.redis().cli("XREVRANGE", stream, "+", "-").replace('\n', ' ');
      if (all.split(" key " + key + ' ', -1).length > entries) {
        return all;
      }
      assertThat(System.nanoTime()).as(all).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** Today's refusals of a tenant, with spaces for tabs, once there are that many lines of this key. */
  private static String refused(String tenant, String key, int lines) throws InterruptedException {
    String[] all = new String[1];
    eventually(() -> {
      all[0] = host.redis().cli("HGETALL", "mcp:refused:{" + tenant + "}:" + LocalDate.now(ZoneOffset.UTC)).replace('\t', ' ');
      return all[0].lines().filter(line -> line.startsWith(key + ' ')).count() >= lines;
    });
    return all[0];
  }

  @Test
  void calls_and_refusals_leave_who_what_and_why_and_nothing_of_what_was_said() throws Exception {
    String key = host.key("demo", "tools", "add", "owner", "ann", "rate", "1/1h");
    String id = TestHost.idOf(key);
    with(key).call("add", CALL);
    with(key).call("add", "{\"a\": 4711, \"b\": 3}");
    with(key).call("subtract", CALL);
    with(key).call("add", "[4711]");

    String all = audit("mcp:audit:{demo}", id, 1);
    String refused = refused("demo", id, 3);

    assertThat(all)
        .containsPattern("key " + id + " owner ann tool add outcome ok reason - ms \\d+ request \\d+ policy [0-9a-f]{8} method tools/call")
        .doesNotContain("limited").doesNotContain("forbidden").doesNotContain("4711");
    assertThat(refused).containsPattern(id + " ann tools/call add limited 1/1h of this key\n1 [-T:.0-9]+Z [-T:.0-9]+Z")
        .contains(id + " ann tools/call subtract forbidden no grant in tools of the key\n1 ")
        .contains(id + " ann tools/call add invalid arguments are no object\n1 ")
        .doesNotContain("4711").doesNotContain(key.split("_")[2]);
    String usage = "mcp:usage:{demo}:" + id + ':' + LocalDate.now(ZoneOffset.UTC);
    assertThat(host.redis().cli("HMGET", usage, "calls", "errors", "denied", "tool:add", "tool:subtract")).isEqualTo("1\n\n3\n1\n");
    eventually(() -> host.redis().cli("GET", "mcp:seen:" + id).startsWith(LocalDate.now(ZoneOffset.UTC).toString()));
  }

  @Test
  void a_key_that_is_refused_is_in_its_tenants_record_only_when_its_secret_was_right() throws Exception {
    String expired = host.key("demo", "tools", "add", "exp", "1");
    assertThat(with(expired).list().status()).isEqualTo(401);
    assertThat(refused("demo", TestHost.idOf(expired), 1)).contains(TestHost.idOf(expired) + " - - - refused expired\n1 ");

    String gone = host.key("demo", "tools", "add");
    host.redis().cli("DEL", "mcp:key:" + TestHost.idOf(gone));
    assertThat(with(gone).list().status()).isEqualTo(401);
    assertThat(refused("-", TestHost.idOf(gone), 1)).contains(TestHost.idOf(gone) + " - - - refused unknown key\n1 ");
    assertThat(refused("demo", "", 0)).doesNotContain(TestHost.idOf(gone));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SADD mcp:revoked ID | revoked by its id", "SADD mcp:revoked owner:demo:ID | revoked by owner:demo:ID",
      "SADD mcp:revoked tenant:demo | revoked by tenant:demo",
      "HSET mcp:owner:demo:ID status disabled | disabled: status of owner 'ID'"})
  void a_refusal_tells_the_owner_and_what_closed_the_key_to_the_operator_alone(String lines) throws Exception {
    String owner = "ann" + lines.hashCode() % 1000;
    String key = host.key("demo", "tools", "add", "owner", owner);
    boolean ofKey = lines.startsWith("SADD mcp:revoked ID");
    String[] told = lines.replace("ID", ofKey ? TestHost.idOf(key) : owner).split(" \\| ");
    host.redis().cli(told[0].split(" "));
    try {
      eventually(() -> with(key).list().status() == 401);
      assertThat(with(key).list().text()).doesNotContain("revoked", "disabled", owner);
      assertThat(refused("demo", TestHost.idOf(key), 1)).contains(TestHost.idOf(key) + ' ' + owner + " - - refused " + told[1] + "\n");
    } finally {
      host.redis().cli("DEL", "mcp:revoked", "mcp:owner:demo:" + owner);
    }
  }

  @Test
  void a_host_that_stops_writes_what_it_still_holds() throws Exception {
    String key = host.key("demo", "tools", "add");
    for (int i = 0; i < 20; i++) {
      with(key).call("add", CALL);
    }
    host.stop();
    try {
      String usage = "mcp:usage:{demo}:" + TestHost.idOf(key) + ':' + LocalDate.now(ZoneOffset.UTC);
      assertThat(host.redis().cli("HGET", usage, "calls")).isEqualTo("20");
    } finally {
      host.start();
    }
  }
}
