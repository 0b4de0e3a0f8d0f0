package dev.gatehouse.redis;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.token.StoredTokens;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Scheduler;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.redis.keys.CachedKeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What verified tokens may do, by the records in Redis: as it changes, and for what is open already. */
class TokenRecordsIT extends LinkedTest {

  private static final String ADDRESS = "192.0.2.1";
  private static final Map<String, String> ISSUER =
      Map.of("issuer", "https://idp.example", "secret", "0123456789abcdef0123456789abcdef", "scope.read", "reader");
  private static final Credential TOKEN = StoredTokens.of(ISSUER, "ann", "a1", "read");
  private static final Credential OTHER = StoredTokens.of(ISSUER, "bob", "b2", "read");
  private static final String[] REST = {"mcp:owner:demo:ann tools *", "mcp:tenant:demo tools *", "mcp:role:demo:reader tools add"};

  private CachedKeyStore cache;
  private CredentialWatch watch;

  /** What is open on behalf of a token. */
  private static final class Open implements Watch.Listener {

    private volatile Refused ended;
    private volatile boolean mayAdd = true;

    @Override
    public void changed(Principal now) {
      mayAdd = now.grants().tool("add", false).allowed();
    }

    @Override
    public void ended(Refused why) {
      ended = why;
    }
  }

  @BeforeEach
  void start() {
    fill();
    watch = new CredentialWatch(Clock.systemUTC(), Scheduler.on(vertx.getOrCreateContext()));
    cache = new CachedKeyStore(link, KEYS, Duration.ZERO, Clock.systemUTC());
    cache.onChange(watch);
    cache.start().await();
  }

  private static void fill() {
    ISSUER.forEach((field, value) -> redis.cli("HSET", "mcp:issuer:demo:local", field, value));
    for (String record : REST) {
      run("HSET " + record);
    }
  }

  @AfterEach
  void stop() {
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    cache.close().await();
  }

  private static void run(String command) {
    redis.cli(command.split(" "));
  }

  private Admission admission(Credential token) {
    return cache.find(token).await().admitVerified(Instant.now(), ADDRESS, cache);
  }

  private Principal principal(Credential token) {
    return ((Admitted) admission(token)).principal();
  }

  private boolean mayAdd(Credential token) {
    return admission(token) instanceof Admitted admitted && admitted.principal().grants().tool("add", false).allowed();
  }

  private AuthFailure refusal(Credential token) {
    return admission(token) instanceof Refused refused ? refused.reason() : null;
  }

  private Open open(Credential token) {
    Open open = new Open();
    watch.watch(principal(token), open);
    return open;
  }

  private static void loseTracking() {
    redis.cli("ACL", "SETUSER", "default", "-client|tracking");
    // By address: in a cluster another node may have given the same id to another client.
    redis.cli("CLIENT", "LIST").lines().filter(line -> line.contains("flags=tB"))
        .forEach(line -> redis.cli("CLIENT", "KILL", "ADDR", line.replaceAll(".* addr=(\\S+) .*", "$1")));
  }

  @Test
  void a_known_token_costs_no_question() throws InterruptedException {
    assertThat(mayAdd(TOKEN)).isTrue();
    eventually(() -> {
      long before = redis.commands("hgetall", "pttl", "smismember");
      for (int i = 0; i < 100; i++) {
        assertThat(mayAdd(TOKEN)).isTrue();
      }
      return redis.commands("hgetall", "pttl", "smismember") == before;
    });
    assertThat(cache.cached(TOKEN.id())).isNotNull();
    assertThat(cache.knows(TOKEN.id())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SADD mcp:revoked token:demo:a1", "SADD mcp:revoked owner:demo:ann", "SADD mcp:revoked issuer:demo:local",
      "SADD mcp:revoked tenant:demo"})
  void a_revocation_closes_the_token_and_what_it_has_open(String command) throws InterruptedException {
    Open open = open(TOKEN);
    Open others = open(OTHER);
    run(command);
    eventually(() -> open.ended != null);
    String member = command.substring(command.lastIndexOf(' ') + 1);
    assertThat(open.ended.audited()).isEqualTo("revoked by " + member);
    assertThat(open.ended.owner()).isEqualTo("ann");
    eventually(() -> refusal(TOKEN) == AuthFailure.REVOKED);
    boolean all = member.startsWith("issuer") || member.startsWith("tenant");
    eventually(() -> (others.ended != null) == all && (refusal(OTHER) == AuthFailure.REVOKED) == all);
    run(command.replace("SADD", "SREM"));
    eventually(() -> mayAdd(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SADD mcp:revoked a1", "SADD mcp:revoked token:demo:a", "SADD mcp:revoked token:acme:a1",
      "SADD mcp:revoked issuer:acme:local", "SADD mcp:revoked local:a1"})
  void what_is_meant_for_others_does_not(String command) throws InterruptedException {
    Open open = open(TOKEN);
    run(command);
    run("SADD mcp:revoked token:demo:b2");
    eventually(() -> refusal(OTHER) == AuthFailure.REVOKED);
    assertThat(mayAdd(TOKEN)).isTrue();
    assertThat(open.ended).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEL mcp:issuer:demo:local", "HSET mcp:issuer:demo:local status disabled",
      "HSET mcp:issuer:demo:local leway 30s", "HSET mcp:issuer:demo:local audience https://mcp.example",
      "SET mcp:issuer:demo:local text", "DEL mcp:role:demo:reader", "HSET mcp:owner:demo:ann status disabled",
      "HSET mcp:tenant:demo status disabled", "HSET mcp:tenant:demo maxKeyAge 1d", "FLUSHALL", "PEXPIRE mcp:issuer:demo:local 50"})
  void a_change_of_a_record_ends_what_is_open(String command) throws InterruptedException {
    Open open = open(TOKEN);
    run(command);
    eventually(() -> open.ended != null);
    eventually(() -> admission(TOKEN) instanceof Refused);
    run("DEL mcp:issuer:demo:local mcp:owner:demo:ann mcp:tenant:demo");
    fill();
    eventually(() -> mayAdd(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET mcp:issuer:demo:local tools sub*", "HSET mcp:role:demo:reader tools !add",
      "HSET mcp:owner:demo:ann tools !add", "HSET mcp:tenant:demo tools sub*", "HSET mcp:issuer:demo:local scope.read none"})
  void a_narrower_record_narrows_what_is_open(String command) throws InterruptedException {
    run("HSET mcp:role:demo:none tools none");
    Open open = open(TOKEN);
    run(command);
    eventually(() -> !open.mayAdd);
    assertThat(open.ended).isNull();
    assertThat(mayAdd(TOKEN)).isFalse();
  }

  @Test
  void an_unreadable_issuer_names_its_field() throws InterruptedException {
    mayAdd(TOKEN);
    run("HSET mcp:issuer:demo:local leway 30s");
    eventually(() -> refusal(TOKEN) == AuthFailure.UNREADABLE);
    assertThat(((Refused) admission(TOKEN)).detail()).contains("issuer 'local'", "field 'leway'", "'leeway'");
  }

  @Test
  void a_token_of_an_issuer_that_is_not_there_counts_from_when_it_is() throws InterruptedException {
    run("DEL mcp:issuer:demo:local");
    eventually(() -> refusal(TOKEN) == AuthFailure.WRONG_ISSUER);
    fill();
    eventually(() -> mayAdd(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SADD mcp:revoked token:demo:a1", "SADD mcp:revoked issuer:demo:local", "DEL mcp:issuer:demo:local",
      "HSET mcp:issuer:demo:local status disabled", "HSET mcp:role:demo:reader tools !add", "FLUSHALL"})
  void so_it_is_while_redis_tells_of_no_changes(String command) throws InterruptedException {
    Open open = open(TOKEN);
    loseTracking();
    eventually(() -> !redis.cli("CLIENT", "LIST").contains("flags=tB"));
    run(command);
    eventually(() -> open.ended != null || !open.mayAdd);
    assertThat(mayAdd(TOKEN)).isFalse();
  }

  @Test
  void what_changed_meanwhile_counts_when_redis_tells_of_changes_again() throws InterruptedException {
    Open open = open(TOKEN);
    loseTracking();
    run("HSET mcp:issuer:demo:local status disabled");
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    eventually(() -> open.ended != null);
    run("HSET mcp:issuer:demo:local status active");
    eventually(() -> mayAdd(TOKEN));
  }

  @Test
  void many_tokens_of_one_issuer_are_ended_together() throws InterruptedException {
    Map<Credential, Open> all = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      Credential token = StoredTokens.of(ISSUER, "ann", "many" + i, "read");
      all.put(token, open(token));
    }
    run("SADD mcp:revoked token:demo:many7");
    eventually(() -> all.values().stream().filter(open -> open.ended != null).count() == 1);
    run("HSET mcp:issuer:demo:local status disabled");
    eventually(() -> all.values().stream().allMatch(open -> open.ended != null));
    assertThat(List.copyOf(all.keySet())).allMatch(token -> refusal(token) != null);
  }
}
