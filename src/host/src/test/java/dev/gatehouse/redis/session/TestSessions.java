package dev.gatehouse.redis.session;

import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.CachedKeyStore;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.rpc.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** One host's sessions in a test's Redis, kept true by tracking as in the whole host, and what its listener has heard. */
final class TestSessions implements SessionStore.Listener, AutoCloseable {

  static final SessionsConfig USUAL = new SessionsConfig(10_000, Duration.ofMinutes(30));

  final RedisSessions store;
  final List<String> changed = new CopyOnWriteArrayList<>();
  final List<String> appended = new CopyOnWriteArrayList<>();
  final List<String> all = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  private final RedisLink link;
  private final CachedKeyStore tracking;
  private final String deployment;

  TestSessions(RedisLink link, RedisKeys keys, SessionsConfig config) {
    this.link = link;
    store = new RedisSessions(link, keys, config, "test");
    store.listen(this);
    tracking = new CachedKeyStore(link, keys, Duration.ZERO, Clock.systemUTC(), store.changes());
    deployment = link.vertx().deployVerticle(store).await();
    tracking.start().await();
  }

  static SessionRecord session(String tenant, String owner) {
    byte[] id = new byte[24];
    ThreadLocalRandom.current().nextBytes(id);
    return new SessionRecord(HexFormat.of().formatHex(id), tenant, owner, false, owner, false, Revision.V2025_11_25, Json.object(),
        LogLevel.INFO, Set.of(), "");
  }

  SessionRecord open(String tenant, String owner) {
    SessionRecord session = session(tenant, owner);
    store.open(session).await();
    return session;
  }

  @Override
  public void changed(String id) {
    changed.add(id);
  }

  @Override
  public void appended(String id) {
    appended.add(id);
  }

  @Override
  public void allChanged() {
    all.add("all");
  }

  @Override
  public void told(int from, Signal signal) {
    told.add(from + " " + signal.kind() + ' ' + signal.subject() + ' ' + signal.content());
  }

  @Override
  public void close() {
    tracking.close().await();
    link.vertx().undeploy(deployment).await();
  }
}
