package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key's life as its caller sees it, ruled by redis-cli and nothing else. */
@Timeout(300)
class KeyLifeIT {

  private static final Logger LOG = LoggerFactory.getLogger(KeyLifeIT.class);
  private static final String OTHER_HASH = "0000000000000000000000000000000000000000000000000000000000000000";
  private static final int TRIALS = 200;
  private static final int STREAMS = 50;
  private static final long PATIENCE_SECONDS = 30;

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math").jar("demo", tools());

  private static Path tools() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-tools"), "tools", PluginJars.plugin("""
          @Tool(annotations = @Tool.Annotations(readOnlyHint = true)) public String look() { return "seen"; }
          static final java.util.concurrent.atomic.AtomicInteger HUNG = new java.util.concurrent.atomic.AtomicInteger();
          @Tool public int hung() { return HUNG.getAndSet(0); }
          @Tool public CompletionStage<String> hang(Cancellation c) {
            HUNG.incrementAndGet();
            CompletableFuture<String> never = new CompletableFuture<>();
            c.onCancel(() -> never.complete("cancelled"));
            return never;
          }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static int add(String key) {
    return with(key).call("add", "{\"a\": 2, \"b\": 3}").status();
  }

  private static String record(String key) {
    return "mcp:key:" + TestHost.idOf(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SADD mcp:revoked ID", "SADD mcp:revoked owner:demo:ID", "DEL mcp:key:ID", "HSET mcp:key:ID status disabled",
      "HSET mcp:key:ID exp 1", "HSET mcp:owner:demo:ID status disabled", "PEXPIRE mcp:key:ID 50", "HSET mcp:key:ID oops 1",
      "HSET mcp:key:ID ips 10.0.0.0/8", "HSET mcp:key:ID salt other", "HSET mcp:key:ID hash " + OTHER_HASH,
      "HSET mcp:key:ID nbf 2099-01-01", "HSET mcp:key:ID roles nobody", "HSET mcp:owner:demo:ID maxKeyAge 1s"})
  void a_key_that_ends_takes_along_what_it_has_open(String command) throws Exception {
    String key = host.key("demo", "tools", "*");
    host.redis().cli("HSET", record(key), "owner", TestHost.idOf(key));
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      SseClient.Event endpoint = stream.next();
      LegacyClient session = LegacyClient.open(with(key), "2025-11-25");
      ObjectNode hang = Json.object().put("name", "hang");
      McpClient.of(host.url() + endpoint.data()).key(key).post(McpClient.rpc(7, "tools/call", hang).toString());
      CompletableFuture<McpClient.Reply> modern = CompletableFuture.supplyAsync(() -> with(key).call("hang", "{}"));
      CompletableFuture<McpClient.Reply> legacy = CompletableFuture.supplyAsync(() -> session.request(8, "tools/call", hang));
      awaitHung(3);
      assertThat(modern).isNotDone();
      assertThat(legacy).isNotDone();

      host.redis().cli(command.replace("ID", TestHost.idOf(key)).split(" "));

      assertThat(modern.get(PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(401);
      assertThat(modern.get().message()).contains("no longer valid");
      assertThat(legacy.get(PATIENCE_SECONDS, TimeUnit.SECONDS).text()).contains("no longer valid");
      assertThat(stream.next().json().at("/error/message").textValue()).contains("no longer valid");
      assertThat(stream.next().json().path("method").textValue()).isEqualTo("notifications/message");
      assertThat(stream.next()).as("the stream is over").isNull();
      assertThat(add(key)).isEqualTo(401);
    }
  }

  /** Waits until so many calls of the tool that hangs have begun to. */
  private static void awaitHung(int calls) throws InterruptedException {
    AtomicInteger hung = new AtomicInteger();
    String counting = host.key("demo", "tools", "hung");
    eventually(() -> hung.addAndGet(Integer.parseInt(with(counting).call("hung", "{}").toolText())) == calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SADD mcp:revoked ID", "PEXPIRE mcp:key:ID 50", "HSET mcp:key:ID ips 10.0.0.0/8", "HSET mcp:key:ID salt other",
      "HSET mcp:key:ID hash " + OTHER_HASH, "HSET mcp:key:ID tenant other"})
  void a_key_that_ends_takes_along_what_listens_to_changes(String command) {
    String key = host.key("demo", "tools", "*");
    String other = host.key("demo", "tools", "*");
    try (SseClient stream = SseClient.listen(host.url() + "/mcp", key); SseClient apart = SseClient.listen(host.url() + "/mcp", other)) {
      assertThat(stream.next().json().path("method").textValue()).isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(apart.next().json().path("method").textValue()).isEqualTo("notifications/subscriptions/acknowledged");

      host.redis().cli(command.replace("ID", TestHost.idOf(key)).split(" "));

      assertThat(stream.next().json().at("/error/message").textValue()).contains("no longer valid");
      assertThat(stream.next()).as("the stream is over").isNull();
      assertThat(add(other)).isEqualTo(200);
      host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(other));
      assertThat(apart.next().json().at("/error/message").textValue()).as("it was still open").contains("no longer valid");
    }
  }

  @Test
  void the_revocation_of_another_key_ends_nothing() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    LegacyClient session = LegacyClient.open(with(key), "2025-11-25");
    host.redis().cli("SADD", "mcp:revoked", "somebody");
    Thread.sleep(200);
    assertThat(session.add(2, 3).status()).isEqualTo(200);
  }

  @Test
  void list_and_call_agree_on_roles_ceilings_and_conditions() throws InterruptedException {
    String key = host.key("demo", "roles", "looker", "tools", "add");
    host.redis().cli("HSET", "mcp:role:demo:looker", "tools", "@readOnly");
    eventually(() -> names(key).equals(List.of("add", "look", "subtract")));
    assertThat(with(key).call("look", "{}").toolText()).isEqualTo("seen");
    assertThat(with(key).call("hang", "{}").status()).isEqualTo(403);

    host.redis().cli("HSET", "mcp:role:demo:looker", "tools", "!add @readOnly");
    eventually(() -> names(key).equals(List.of("look", "subtract")));
    assertThat(add(key)).isEqualTo(403);
    host.redis().cli("HSET", "mcp:owner:demo:ann", "tools", "sub*");
    host.redis().cli("HSET", record(key), "owner", "ann");
    eventually(() -> names(key).equals(List.of("subtract")));
    assertThat(with(key).call("look", "{}").status()).isEqualTo(403);
  }

  private static List<String> names(String key) {
    return with(key).list().json().at("/result/tools").findValuesAsText("name");
  }

  @Test
  void a_rotated_key_has_the_same_rights_and_the_old_one_ends_with_the_overlap() throws InterruptedException {
    String old = host.key("demo", "tools", "add", "owner", "bob", "name", "laptop");
    NewKey fresh = NewKey.create(new SecureRandom());
    Rotation rotation = new Rotation(TestHost.idOf(old), Instant.now().plusSeconds(60));
    List<String> command = rotation.command("mcp:", fresh.id(), fresh.fields(Map.of("created", "1780315200")));
    run(command);
    String record = host.redis().cli("HGETALL", "mcp:key:" + fresh.id());
    run(command);

    assertThat(host.redis().cli("HGETALL", "mcp:key:" + fresh.id())).as("doing it twice is harmless").isEqualTo(record)
        .contains("replaces\n" + TestHost.idOf(old)).contains("line\n" + TestHost.idOf(old)).contains("laptop");
    assertThat(add(fresh.text())).isEqualTo(200);
    assertThat(with(fresh.text()).call("subtract", "{}").status()).isEqualTo(403);
    assertThat(add(old)).isEqualTo(200);
    run(new Rotation(TestHost.idOf(old), Instant.now().plusSeconds(1)).command("mcp:", fresh.id(), fresh.fields(Map.of())));
    eventually(() -> add(old) == 401);
    assertThat(add(fresh.text())).isEqualTo(200);

    NewKey third = NewKey.create(new SecureRandom());
    run(new Rotation(fresh.id(), Instant.now().plusSeconds(60)).command("mcp:", third.id(), third.fields(Map.of())));
    assertThat(host.redis().cli("HGET", "mcp:key:" + third.id(), "line")).isEqualTo(TestHost.idOf(old));
    assertThat(add(third.text())).isEqualTo(200);
    run(new Rotation(fresh.id(), Instant.now().plusSeconds(6000)).command("mcp:", third.id(), third.fields(Map.of())));
    assertThat(Long.parseLong(host.redis().cli("TTL", "mcp:key:" + fresh.id()))).as("never later").isLessThanOrEqualTo(60);
  }

  private static void run(List<String> command) {
    assertThat(host.redis().cli(command.toArray(String[]::new))).isEqualTo("1");
  }

  @Test
  void a_key_is_good_from_its_addresses_only() throws InterruptedException {
    String key = host.key("demo", "tools", "*", "ips", "10.0.0.0/8");
    assertThat(add(key)).isEqualTo(401);
    host.redis().cli("HSET", record(key), "ips", "10.0.0.0/8 127.0.0.1");
    eventually(() -> add(key) == 200);
  }

  @Test
  void how_long_a_revocation_takes() throws Exception {
    List<SseClient> streams = new ArrayList<>();
    List<Long> closed = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    String key = host.key("demo", "tools", "*");
    for (int i = 0; i < STREAMS; i++) {
      streams.add(SseClient.open(host.url() + "/sse", key));
    }
    for (int i = 0; i < TRIALS; i++) {
      String one = host.key("demo", "tools", "*");
      assertThat(add(one)).isEqualTo(200);
      SseClient stream = SseClient.open(host.url() + "/sse", one);
      stream.next();
      host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(one));
      long at = System.nanoTime();
      eventually(() -> add(one) == 401);
      refused.add(System.nanoTime() - at);
      toEnd(stream);
      closed.add(System.nanoTime() - at);
    }
    host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));
    for (SseClient stream : streams) {
      toEnd(stream);
    }
    report("first refusal", refused);
    report("stream closed", closed);
  }

  private static void report(String what, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    LOG.warn("{} after SADD, {} trials: p50 {} ms, p99 {} ms, max {} ms", what, sorted.size(), sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6, sorted.get(sorted.size() - 1) / 1e6);
  }

  private static void toEnd(SseClient stream) throws Exception {
    boolean ended = false;
    while (!ended) {
      ended = stream.next() == null;
    }
  }
}
