package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gatehouse.LogOf;
import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import dev.gatehouse.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What is left of calls with tokens in Redis, log, metrics and health, and that no token is. */
@Timeout(180)
@ExtendWith(SameDay.class)
class TokenAuditIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static TestIssuer local;

  private static String day() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  @BeforeAll
  static void an_issuer() throws InterruptedException {
    local = TestIssuer.of(host, "demo", "local");
    await(local);
  }

  /** Waits until the host knows an issuer. */
  private static void await(TestIssuer issuer) throws InterruptedException {
    String probe = issuer.token(Map.of("sub", "probe"));
    eventually(() -> with(probe).list().status() == 200);
  }

  private static McpClient with(String token) {
    return McpClient.of(host.url() + "/mcp").key(token);
  }

  private static String admin(String page) {
    McpClient.Reply reply = McpClient.of("http://127.0.0.1:" + host.adminPort() + page).send("GET", null);
    assertThat(reply.status()).isEqualTo(200);
    return reply.text();
  }

  private static String audit() {
    return host.redis().cli("XREVRANGE", "mcp:audit:{demo}", "+", "-").replace('\n', ' ');
  }

  private static String refused(String tenant) {
    return host.redis().cli("HGETALL", "mcp:refused:{" + tenant + "}:" + day()).replace('\t', ' ');
  }

  @Test
  void a_call_leaves_the_tokens_id_its_owner_issuer_and_client() throws InterruptedException {
    with(local.token(Map.of("jti", "id-1", "sub", "bob"))).call("add", CALL);
    with(local.token(Map.of("jti", "no plain id", "sub", "bob", "client_id", "c".repeat(200)))).call("add", CALL);

    eventually(() -> audit().contains("client ccc"));
    assertThat(audit())
        .containsPattern("key local:id-1 owner bob tool add outcome ok reason - ms \\d+ request \\d+ policy [0-9a-f]{8} method tools/call"
            + " issuer local client desktop( |$)")
        .containsPattern("key local:[0-9a-f]{16} owner bob tool add .* method tools/call issuer local client c{128}\\.\\.\\.( |$)")
        .doesNotContain("no plain id");
  }

  @Test
  void usage_and_last_use_count_on_the_account_and_not_on_each_token() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      with(local.token(Map.of("sub", "carol"))).call("add", CALL);
    }
    String usage = "mcp:usage:{demo}:local:carol:" + day();
    eventually(() -> "3".equals(host.redis().cli("HGET", usage, "calls")));
    assertThat(host.redis().cli("KEYS", "mcp:usage:*carol*")).isEqualTo(usage);
    eventually(() -> host.redis().cli("GET", "mcp:seen:demo:local:carol").startsWith(day()));
    assertThat(host.redis().cli("KEYS", "mcp:seen:*carol*")).isEqualTo("mcp:seen:demo:local:carol");
  }

  @Test
  void a_forbidden_and_a_limited_call_are_refusals_of_the_account() throws InterruptedException {
    TestIssuer slow = TestIssuer.of(host, "demo", "slow", "rate", "1/1h", "tools", "add");
    await(slow);
    for (int i = 0; i < 2; i++) {
      McpClient client = with(slow.token(Map.of("sub", "dora")));
      client.call("subtract", CALL);
      client.call("add", CALL);
    }
    eventually(() -> refused("demo").contains("slow:dora dora tools/call add limited"));
    assertThat(refused("demo"))
        .containsPattern("slow:dora dora tools/call subtract forbidden [^\n]+ slow desktop\n2 ")
        .containsPattern("slow:dora dora tools/call add limited 1/1h [^\n]+ slow desktop\n1 ");
    assertThat(host.redis().cli("HGET", "mcp:usage:{demo}:slow:dora:" + day(), "denied")).isEqualTo("3");
  }

  @Test
  void an_expired_token_is_a_refusal_of_its_account() throws InterruptedException {
    String token = local.token(Map.of("sub", "eve", "jti", "id-eve", "exp", 1_700_000_000));
    try (LogOf log = new LogOf(KeyHandler.class.getName())) {
      assertThat(with(token).call("add", CALL).status()).isEqualTo(401);
      assertThat(log.lines()).singleElement().asString()
          .matches("refused: expired \\(since .*\\), token local:id-eve of issuer demo/local, from 127.0.0.1, POST /mcp");
    }
    eventually(() -> refused("demo").contains("local:eve eve - - refused expired local desktop\n1 "));
    assertThat(admin("/metrics")).contains("gatehouse_tokens_refused_total{issuer=\"local\",reason=\"expired\",tenant=\"demo\"} 1.0");
  }

  @Test
  void a_token_that_proves_nothing_leaves_a_known_issuer_at_most() throws InterruptedException {
    with(local.forged().token(Map.of("sub", "frank"))).call("add", CALL);
    with(local.unknown().token(Map.of("sub", "frank"))).call("add", CALL);

    eventually(() -> refused("-").contains("demo/local") && refused("-").contains("refused wrong issuer"));
    assertThat(refused("-")).contains("demo/local - - - refused bad signature demo/local -\n1 ")
        .contains("- - - - refused wrong issuer\n")
        .doesNotContain("frank", "desktop");
    assertThat(refused("demo")).doesNotContain("frank");
    assertThat(admin("/metrics")).contains("gatehouse_tokens_refused_total{issuer=\"local\",reason=\"bad signature\",tenant=\"demo\"} 1.0")
        .contains("gatehouse_tokens_refused_total{issuer=\"-\",reason=\"wrong issuer\",tenant=\"-\"} ");
  }

  @Test
  void metrics_count_tokens_by_issuer_and_forget_an_issuer_that_is_gone() throws InterruptedException {
    TestIssuer brief = TestIssuer.of(host, "demo", "brief");
    await(brief);
    assertThat(admin("/metrics")).contains("gatehouse_tokens_verified_total{issuer=\"brief\",tenant=\"demo\"} 1.0");
    assertThat(Wire.metric(host, "gatehouse_tokens_known")).isPositive();

    host.redis().cli("DEL", "mcp:issuer:demo:brief");
    eventually(() -> !admin("/metrics").contains("issuer=\"brief\""));
  }

  @Test
  void an_issuer_that_is_away_or_unreadable_is_a_problem_and_the_host_stays_ready() throws InterruptedException {
    assertThat(admin("/health/ready")).doesNotContain("issuers").contains("\"status\":\"UP\"");
    TestIssuer.of(host, "demo", "odd", "leeway", "much");
    host.redis().cli("HSET", "mcp:issuer:demo:away", "issuer", "https://away.test", "audience", "urn:gatehouse:test", "jwks",
        "http://127.0.0.1:1/keys");
    String token = awaysToken();
    try (LogOf log = new LogOf("dev.gatehouse.auth.token.KeySource")) {
      eventually(() -> with(token).list().status() == 503);
      eventually(() -> admin("/health/ready").contains("keys cannot be fetched"));
      eventually(() -> {
        with(token).list();
        return Wire.metric(host, "gatehouse_issuer_keys_failures_total") >= 2;
      });
      assertThat(log.lines()).as("one line when it goes away").singleElement().asString()
          .startsWith("the keys of issuer 'away' of tenant 'demo' cannot be fetched");
    }
    assertThat(admin("/health/ready")).contains("\"id\":\"issuers\",\"status\":\"DEGRADED\"", "\"issuer\":\"odd\"", "leeway",
        "\"issuer\":\"away\"");
    assertThat(admin("/metrics")).contains("gatehouse_issuer_keys_reachable{issuer=\"away\",tenant=\"demo\"} 0.0",
        "gatehouse_issuers_unreadable 1.0").doesNotContain("gatehouse_issuer_keys_age_seconds{issuer=\"away\"");
    host.redis().cli("DEL", "mcp:issuer:demo:odd", "mcp:issuer:demo:away");
    eventually(() -> !admin("/health/ready").contains("issuers"));
  }

  /** RS256, with a signature that nobody gets to look at. */
  private static String awaysToken() {
    return Stream.of("{\"alg\":\"RS256\",\"kid\":\"1\"}",
        "{\"iss\":\"https://away.test\",\"aud\":\"urn:gatehouse:test\",\"sub\":\"ann\",\"exp\":4102444800}", "signature")
        .map(part -> Base64.getUrlEncoder().withoutPadding()
            .encodeToString(part.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining("."));
  }

  /** Every place that an operator or a tool of theirs reads. */
  @Test
  void no_part_of_a_token_and_no_secret_is_anywhere() throws Exception {
    List<String> tokens = new ArrayList<>();
    TestIssuer scanned = TestIssuer.of(host, "demo", "scanned");
    await(scanned);
    for (TestIssuer issuer : List.of(scanned, scanned.forged(), scanned.unknown())) {
      tokens.add(issuer.token(Map.of("sub", "grace")));
      tokens.add(issuer.token(Map.of("sub", "grace", "exp", 1_700_000_000)));
      tokens.add(issuer.token(Map.of("sub", "NOT AN OWNER")));
      tokens.add(issuer.token(Map.of("sub", "grace", "aud", "another")));
      tokens.add(issuer.token(Map.of("sub", "grace", "nonce", "x")));
    }
    Logger root = (Logger) LoggerFactory.getLogger("dev.gatehouse");
    StringBuilder seen = new StringBuilder();
    try (LogOf log = new LogOf("dev.gatehouse")) {
      root.setLevel(Level.TRACE);
      for (String token : tokens) {
        seen.append(with(token).call("add", CALL).text()).append(with(token).call("missing", "{}").text());
        seen.append(McpClient.of(host.url() + "/t/demo/mcp").key(token + "x").list().text());
        seen.append(McpClient.of(host.url() + "/mcp").header("X-API-Key", token).list().text());
        seen.append(McpClient.of(host.url() + "/mcp").header("Authorization", "DPoP " + token).list().text());
      }
      eventually(() -> audit().contains("owner grace"));
      eventually(() -> refused("-").contains("wrong issuer"));
      log.lines().forEach(seen::append);
      assertThat(log.lines()).anyMatch(line -> line.startsWith("refused: "));
    }
    seen.append(admin("/metrics")).append(admin("/health/ready"));
    host.redis().cli("KEYS", "*").lines().filter(name -> !name.startsWith("mcp:issuer:")).forEach(name -> seen.append(content(name)));

    assertThat(seen).contains("owner\ngrace").doesNotContain(scanned.secret());
    for (String token : tokens) {
      assertThat(seen).doesNotContain(token.split("\\.")[1], token.split("\\.")[2], token.substring(0, 30));
    }
  }

  private static String content(String name) {
    return name + '\n' + switch (host.redis().cli("TYPE", name)) {
      case "hash" -> host.redis().cli("HGETALL", name);
      case "stream" -> host.redis().cli("XRANGE", name, "-", "+");
      case "set" -> host.redis().cli("SMEMBERS", name);
      default -> host.redis().cli("GET", name);
    };
  }
}
