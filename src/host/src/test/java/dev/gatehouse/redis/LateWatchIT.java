package dev.gatehouse.redis;

import static dev.gatehouse.Eventually.eventually;

import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Scheduler;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.redis.keys.CachedKeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call is watched some time after its caller was admitted: as late as its body lets it. What a key may do is changed in between, and
 * nobody is told, since nothing of that key is open then.
 */
class LateWatchIT extends LinkedTest {

  private static final String ADDRESS = "192.0.2.1";
  /** Of the key: its own, and those of its role, its owner and its tenant. */
  private static final int RECORDS = 4;
  private static final NewKey KEY = NewKey.create(new SecureRandom());

  private CachedKeyStore cache;
  private CredentialWatch watch;

  /** What is open on behalf of the key. */
  private static final class Open implements Watch.Listener {

    private volatile boolean ended;
    private volatile boolean mayAdd = true;

    @Override
    public void changed(Principal now) {
      mayAdd = now.grants().tool("add", false).allowed();
    }

    @Override
    public void ended(Refused why) {
      ended = true;
    }

    boolean narrowed() {
      return ended || !mayAdd;
    }
  }

  @BeforeEach
  void start() {
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    StringBuilder fields = new StringBuilder("HSET mcp:key:" + KEY.id());
    KEY.fields(Map.of("tenant", "demo", "owner", "ann", "roles", "reader", "tools", "add"))
        .forEach((field, value) -> fields.append(' ').append(field).append(' ').append(value));
    redis.cli(fields.toString().split(" "));
    redis.cli("HSET", "mcp:role:demo:reader", "tools", "read");
    watch = new CredentialWatch(Clock.systemUTC(), Scheduler.on(vertx.getOrCreateContext()));
    cache = new CachedKeyStore(link, KEYS, Duration.ZERO, Clock.systemUTC());
    cache.onChange(watch);
    cache.start().await();
    cache.find("nobody").await();
  }

  @AfterEach
  void stop() {
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    cache.close().await();
  }

  private Principal admitted() {
    return ((Admitted) new ApiKeyAuthentication(cache, new KeyPolicy(false, true), Clock.systemUTC()).admit(KEY.text(), ADDRESS).await())
        .principal();
  }

  private Open watched(Principal principal) {
    Open open = new Open();
    watch.watch(principal, open);
    return open;
  }

  private static void run(String command) {
    redis.cli(command.replace("KEY", "mcp:key:" + KEY.id()).replace("ID", KEY.id()).split(" "));
  }

  /** From now on the host is told of no change, and cannot listen again. */
  private static void loseTracking() {
    redis.cli("ACL", "SETUSER", "default", "-client|tracking");
    for (String line : redis.cli("CLIENT", "LIST").split("\n")) {
      if (line.contains("flags=tB")) {
        // By address: in a cluster another node may have given the same id to another client.
        redis.cli("CLIENT", "KILL", "ADDR", line.replaceAll(".* addr=(\\S+) .*", "$1"));
      }
    }
  }

  private static long keysRead() {
    return redis.commands("hgetall");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET KEY tools other", "DEL KEY", "HSET KEY status disabled", "SADD mcp:revoked ID",
      "SADD mcp:revoked owner:demo:ann", "SADD mcp:revoked tenant:demo", "HSET mcp:role:demo:reader tools !add",
      "DEL mcp:role:demo:reader", "HSET mcp:tenant:demo tools read", "HSET KEY hash " + OTHER_HASH, "FLUSHALL"})
  void what_changed_between_the_admission_and_the_watch_counts(String command) throws InterruptedException {
    Principal before = admitted();
    run(command);
    redis.cli("HSET", "mcp:key:nobody", "tenant", "demo");
    // Changes are told in order: when this one is known to exist, the other is known to have changed.
    eventually(() -> cache.find("nobody").await().exists());
    Open open = watched(before);
    eventually(open::narrowed);
  }

  private static final String OTHER_HASH = "4a554a554a554a554a554a554a554a554a554a554a554a554a554a554a554a55";

  @ParameterizedTest
  @ValueSource(strings = {"HSET KEY tools other", "DEL KEY", "SADD mcp:revoked ID", "HSET mcp:role:demo:reader tools !add", "FLUSHALL"})
  void so_does_what_changed_while_redis_told_of_no_changes(String command) throws InterruptedException {
    loseTracking();
    eventually(() -> costOfWatch() == 0);
    Principal before = admitted();
    run(command);
    Open open = watched(before);
    eventually(open::narrowed);
  }

  @Test
  void so_does_what_changed_before_redis_told_of_changes_again() throws InterruptedException {
    loseTracking();
    eventually(() -> costOfWatch() == 0);
    Principal before = admitted();
    run("HSET KEY tools other");
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    eventually(() -> redis.cli("CLIENT", "LIST").contains("flags=tB"));
    Open open = watched(before);
    eventually(open::narrowed);
  }

  @Test
  void a_change_at_the_same_moment_counts() throws Exception {
    for (int i = 0; i < 50; i++) {
      redis.cli("HSET", "mcp:key:" + KEY.id(), "tools", "add");
      eventually(() -> admitted().grants().tool("add", false).allowed());
      Principal before = admitted();
      Thread narrowing = new Thread(() -> run("HSET KEY tools other"));
      narrowing.start();
      Open open = watched(before);
      eventually(open::narrowed);
      narrowing.join();
    }
  }

  /** How many records are read for a call: to admit its caller and to watch it. */
  private long costOfCall() {
    long before = keysRead();
    watch.watch(admitted(), new Open()).close();
    cache.find("nobody").await();
    return keysRead() - before - 1;
  }

  /** How many records are read to begin a watch of a caller who has just been admitted. */
  private long costOfWatch() {
    Principal principal = admitted();
    long before = keysRead();
    watch.watch(principal, new Open()).close();
    // What was asked for by then is answered before this is.
    cache.find("nobody").await();
    return keysRead() - before - 1;
  }

  @Test
  void a_watch_reads_nothing_while_changes_are_told_nor_while_they_are_not() throws InterruptedException {
    // Less than nothing: also who is nobody is known. A link that was silent for a second, on a slow machine, makes the host ask once more.
    eventually(() -> costOfWatch() == -1);
    loseTracking();
    eventually(() -> costOfWatch() == 0);
    eventually(() -> costOfCall() == RECORDS);
  }
}
