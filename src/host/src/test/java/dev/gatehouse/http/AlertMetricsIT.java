package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators are alerted by: each trouble shows on {@code /metrics}, under the names that {@code conf} uses. */
@Timeout(180)
class AlertMetricsIT {

  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  private static final Pattern NAME = Pattern.compile("\\b(gatehouse|jvm|process|system)_\\w+");
  /** What a page has on other hosts only: with TLS, with tokens and sessions, of an edge, with the embedded Redis, with telemetry. */
  private static final Set<String> ELSEWHERE = Set.of("gatehouse_certificate_expiry_timestamp_seconds", "gatehouse_tokens_refused_total",
      "gatehouse_issuer_keys_reachable", "gatehouse_issuer_keys_age_seconds", "gatehouse_sessions", "gatehouse_workers",
      "gatehouse_redis_embedded_restarts_total", "gatehouse_telemetry_lost_spans_total");

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "shop": { "calls": { "tools": { "nap": { "concurrencyPerTool": 1 } } } } } }
      """).code("shop", "shop", """
      @Tool public String nap() throws Exception { Thread.sleep(150); return ""; }
      @Tool public String broken() { throw new IllegalStateException("inside"); }
      @Tool public String fine() { return ""; }
      """);

  private static String metrics() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
  }

  private static McpClient with(String... fields) {
    return McpClient.of(host.url() + "/mcp").key(host.key("shop", fields));
  }

  private static void breakerOpens() {
    McpClient client = with("tools", "*");
    for (int i = 0; i < 21; i++) {
      client.call("broken", "{}");
    }
  }

  /** Until one has had to wait: on a slow machine one may be over when the other begins. */
  private static void twoNapsAtOnce() throws InterruptedException {
    McpClient client = with("tools", "*");
    eventually(() -> {
      CompletableFuture<?> first = CompletableFuture.runAsync(() -> client.call("nap", "{}"));
      client.call("nap", "{}");
      first.join();
      return Wire.metric(host, "gatehouse_queue_wait_seconds_count") > 0;
    });
  }

  private static void callTwice(McpClient client) {
    client.call("fine", "{}");
    client.call("fine", "{}");
  }

  @Test
  void refusals_are_counted_by_reason() {
    McpClient client = with("tools", "fine gone");
    client.call("nap", "{}");
    client.call("gone", "{}");
    with().key("gth_nobody").list();
    breakerOpens();

    assertThat(metrics()).contains("gatehouse_refusals_total{reason=\"forbidden\",tenant=\"shop\"} ",
        "gatehouse_refusals_total{reason=\"unknown\",tenant=\"shop\"} 1.0\n",
        "gatehouse_refusals_total{reason=\"malformed key\",tenant=\"-\"} ", "gatehouse_refusals_total{reason=\"busy\",tenant=\"shop\"} ");
  }

  @Test
  void refusals_of_limits_are_counted_by_scope() throws InterruptedException {
    callTwice(with("tools", "*", "rate", "1/1h"));
    callTwice(with("tools", "*", "rate.fine", "1/1h"));
    host.redis().cli("HSET", "mcp:owner:shop:alice", "quota", "1/1mo");
    McpClient alice = with("tools", "*", "owner", "alice");
    callTwice(alice);
    McpClient one = with("tools", "*", "concurrency", "1");
    eventually(() -> {
      CompletableFuture<?> first = CompletableFuture.runAsync(() -> one.call("nap", "{}"));
      boolean refused = one.call("nap", "{}").status() == 429;
      first.join();
      return refused;
    });

    String text = metrics();
    for (String labels : Set.of("limit=\"rate\",scope=\"key\"", "limit=\"tool_rate\",scope=\"key\"", "limit=\"quota\",scope=\"owner\"")) {
      assertThat(text).contains("gatehouse_limit_refusals_total{" + labels + ",tenant=\"shop\"} 1.0\n");
    }
    assertThat(text).contains("gatehouse_limit_refusals_total{limit=\"concurrency\",scope=\"key\",tenant=\"shop\"} ")
        .doesNotContain("alice");
  }

  @Test
  void a_circuit_breaker_is_shown_once_it_has_opened() {
    String labels = "{kind=\"tool\",name=\"broken\",plugin=\"shop\",tenant=\"shop\"} ";
    breakerOpens();

    assertThat(metrics()).contains("gatehouse_breaker_open" + labels + "1.0\n", "gatehouse_breaker_openings_total" + labels + "1.0\n")
        .doesNotContain("name=\"fine\"");
  }

  @Test
  void a_circuit_breaker_says_how_long_it_refuses() throws InterruptedException {
    McpClient client = with("tools", "*");
    breakerOpens();

    eventually(() -> {
      McpClient.Reply refused = client.call("broken", "{}");
      long wait = refused.json().at("/error/data/retryAfterSeconds").asLong();
      return refused.status() == 503 && wait > 1 && wait <= 10 && refused.header("Retry-After").equals("" + wait)
          && refused.message().endsWith(" its circuit breaker is open. Try again in " + wait + " s.");
    });
  }

  @Test
  void a_call_that_has_to_wait_is_measured() throws InterruptedException {
    twoNapsAtOnce();

    assertThat(Wire.metric(host, "gatehouse_queue_wait_seconds_count")).isPositive();
    assertThat(Wire.metric(host, "gatehouse_queue_wait_seconds_sum")).isPositive();
    assertThat(metrics()).contains("gatehouse_queue_wait_seconds_bucket{tenant=\"shop\",le=\"+Inf\"} ");
  }

  @Test
  void a_plugin_that_is_not_served_has_a_fault() throws Exception {
    Path broken = Files.writeString(host.plugins().resolve("shop").resolve("torn.jar"), "no jar");
    eventually(() -> metrics().contains("gatehouse_plugin_faults{plugin=\"torn\",tenant=\"shop\"} 1.0\n"));

    Files.delete(broken);
    eventually(() -> !metrics().contains("plugin=\"torn\""));
  }

  @Test
  void a_silent_redis_shows_in_the_age_of_the_link_and_in_the_times_of_commands() throws Exception {
    double answered = Wire.metric(host, "gatehouse_redis_command_seconds_count");
    with("tools", "*", "rate", "5/1h").call("fine", "{}");
    assertThat(Wire.metric(host, "gatehouse_redis_command_seconds_count")).isGreaterThan(answered);
    eventually(() -> Wire.metric(host, "gatehouse_cache_link_age_seconds") < 2);

    host.redis().pause();
    try {
      eventually(() -> Wire.metric(host, "gatehouse_cache_link_age_seconds") > 2);
      eventually(() -> Wire.metric(host, "gatehouse_redis_problems") > 0);
    } finally {
      host.redis().resume();
    }
    eventually(() -> Wire.metric(host, "gatehouse_cache_link_age_seconds") < 2 && Wire.metric(host, "gatehouse_redis_problems") == 0);
  }

  @Test
  void each_event_loop_has_its_lag() {
    assertThat(metrics().lines().filter(line -> line.startsWith("gatehouse_event_loop_lag_seconds{loop="))).hasSizeBetween(1,
        Runtime.getRuntime().availableProcessors());
    assertThat(metrics()).containsPattern("gatehouse_build_info\\{java=\"[^\"]+\",role=\"all\",version=\"[^\"]+\"} 1\n");
  }

  /** An alert or a panel that names a metric which does not exist is silent for ever. */
  @Test
  void what_alerts_and_panels_name_is_on_the_page() throws Exception {
    breakerOpens();
    twoNapsAtOnce();
    callTwice(with("tools", "*", "rate", "1/1h"));
    Path broken = Files.writeString(host.plugins().resolve("shop").resolve("ragged.jar"), "no jar");
    eventually(() -> metrics().contains("gatehouse_plugin_faults"));
    eventually(() -> metrics().contains("gatehouse_audit_bytes{"));
    System.gc();
    eventually(() -> metrics().contains("jvm_gc_pause_seconds_sum"));
    Set<String> page = metrics().lines().filter(line -> !line.startsWith("#")).map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
    page.addAll(ELSEWHERE);
    Files.delete(broken);

    assertThat(Files.readString(ROOT.resolve("src/site/markdown/reference.md"))).contains(ELSEWHERE);
    assertThat(page).containsAll(named("conf/alerts.yml")).containsAll(named("conf/grafana.json"));
  }

  private static Set<String> named(String file) throws IOException {
    Set<String> names = NAME.matcher(Files.readString(ROOT.resolve(file))).results().map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).as(file).hasSizeGreaterThan(20);
    return names;
  }
}
