package dev.gatehouse.redis.session;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.ChannelListener;
import dev.gatehouse.redis.connection.Tracking;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.session.SessionIndex.Excess;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that all hosts share, in Redis. It is deployed as a verticle, which writes last use in batches and renews this host's sign
 * of life.
 *
 * <p>A session is a hash {@code mcp:session:{<id>}} and a stream {@code mcp:session:{<id>}:events}, which end when it has been idle for too
 * long. Records are cached, and Redis tells of changes ({@link #changes()}).
 */
public final class RedisSessions extends VerticleBase implements SessionStore {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16,64}");
  private static final long SIGN_MILLIS = 1_000;
  /** What all sessions of a tenant may take in Redis. */
  private static final long MOST_BYTES = 64L << 20;
  /** How often the sizes of logs are written. */
  private static final long SIZES_MILLIS = 10_000;
  /**
   * After so many bytes of events the sizes of logs are written before it is time. Each host may exceed the bound of a tenant by that,
   * and by what it appends during a round trip.
   */
  private static final long MANY_BYTES = 1L << 20;
  /**
   * What may be on its way to Redis at once. What comes beyond it while Redis is slow is not kept: it reaches an open connection, and
   * cannot be resumed.
   */
  private static final long MOST_UNACKNOWLEDGED = 32L << 20;
  /** What an event counts beside its bytes: so they stay at half of the commands that a connection to Redis takes at once. */
  private static final long AROUND = 4 << 10;
  /** So many bytes of subscriptions do not count for the bound of a tenant. */
  private static final long USUAL_BYTES = 1024;
  private static final long OF_A_SUBSCRIPTION = 100;

  private final RedisLink link;
  private final RedisKeys keys;
  private final HostNumber number;
  private final SessionRecords records;
  private final SessionLogs logs;
  private final SessionIndex index;
  private final SessionUse use;
  private final SessionLives lives;
  private final AtomicLong appendedBytes = new AtomicLong();
  private final AtomicLong unacknowledged = new AtomicLong();
  private final SessionChanges changes;
  private Future<Void> writing = Future.succeededFuture();

  /**
   * A store that has to be deployed before it is used, and told of what Redis tells.
   *
   * @param grace how long a session that was known is good while Redis does not answer
   * @param version of this host, which others may see
   */
  public RedisSessions(RedisLink link, RedisKeys keys, SessionsConfig config, Duration grace, String version) {
    this(link, keys, config, grace, version, MOST_BYTES);
  }

  RedisSessions(RedisLink link, RedisKeys keys, SessionsConfig config, Duration grace, String version, long mostBytes) {
    this.link = link;
    this.keys = keys;
    this.lives = new SessionLives(config.idle().toMillis());
    this.number = new HostNumber(link, keys, version);
    this.records = new SessionRecords(link, keys, grace);
    this.logs = new SessionLogs(link, keys, lives.longest());
    this.index = new SessionIndex(link, keys, lives.longest(), config.perTenant(), mostBytes);
    this.use = new SessionUse(link, keys, lives, index::note, this::shed);
    this.changes = new SessionChanges(keys, records, number::renew);
  }

  @Override
  public Future<?> start() {
    return number.take().compose(taken -> {
      vertx.setPeriodic(SIGN_MILLIS, tick -> number.renew());
      vertx.setPeriodic(lives.tickMillis(), tick -> write(false));
      vertx.setPeriodic(SIZES_MILLIS, tick -> write(true));
      return vertx.deployVerticle(link.subscriber(List.of(keys.host(host()), keys.hosts()), new Messages()));
    });
  }

  /** Writes what is noted; the sessions themselves go on. The subscriber has ended before, as a child of this verticle. */
  @Override
  public Future<?> stop() {
    return writing.compose(done -> write(true)).eventually(number::leave).otherwiseEmpty();
  }

  private Future<Void> write(boolean all) {
    if (writing.isComplete()) {
      if (all) {
        appendedBytes.set(0);
      }
      writing = (all ? use.writeAll() : use.write()).otherwiseEmpty();
    }
    return writing;
  }

  @Override
  public int host() {
    return number.number();
  }

  @Override
  public void listen(Listener listener) {
    changes.listen(listener);
  }

  /** What keeps the cache true; to be told of everything that Redis tells. */
  public Tracking.Listener changes() {
    return changes;
  }

  @Override
  public Future<Void> open(SessionRecord session) {
    return index.add(session).compose(excess -> {
      shed(excess);
      return records.create(session, lives.millis(session));
    });
  }

  @Override
  public @Nullable SessionRecord known(String id) {
    return records.cache().find(id);
  }

  @Override
  public Future<@Nullable SessionRecord> find(String id) {
    SessionRecord known = known(id);
    return known != null ? Future.succeededFuture(known) : isId(id) ? records.read(id) : Future.succeededFuture();
  }

  /** Whether a session of this host may have such an id: what is sent by clients is put into no name of Redis before. */
  private static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  @Override
  public Future<@Nullable SessionRecord> change(String id, Map<String, String> fields, Set<String> removed) {
    return records.change(id, fields, removed).onSuccess(session -> {
      if (session != null && (!session.subscribed().isEmpty() || !removed.isEmpty())) {
        use.record(session, Math.max(0, bytes(session) - USUAL_BYTES));
      }
    });
  }

  private static long bytes(SessionRecord session) {
    return session.subscribed().stream().mapToLong(uri -> OF_A_SUBSCRIPTION + uri.length()).sum();
  }

  @Override
  public void used(SessionRecord session) {
    use.used(session);
  }

  @Override
  public Future<Void> close(SessionRecord session) {
    use.forget(session.id());
    Future<Void> removed = index.remove(session);
    return end(session.id()).compose(ended -> removed);
  }

  private Future<Void> end(String id) {
    return link.send(Request.cmd(Command.DEL).arg(keys.session(id)).arg(keys.events(id)).arg(keys.logBytes(id)), SessionRecords.PURPOSE)
        .<Void>mapEmpty().onComplete(done -> records.cache().changed(id));
  }

  /** Ends and empties what exceeds the bounds. What fails here ends by its time to live. */
  private void shed(Excess excess) {
    excess.ended().forEach(id -> {
      use.forget(id);
      end(id);
    });
    excess.emptied().forEach(logs::empty);
  }

  @Override
  public Future<@Nullable String> append(SessionRecord session, String stream, long sequence, @Nullable Buffer data) {
    int length = data == null ? 0 : data.length();
    long weight = AROUND + length;
    if (unacknowledged.addAndGet(weight) > MOST_UNACKNOWLEDGED) {
      unacknowledged.addAndGet(-weight);
      return Future
          .failedFuture(new StoreUnavailableException("Redis has not taken " + MOST_UNACKNOWLEDGED + " bytes of events yet", null));
    }
    return logs.append(session, stream, sequence, data).onComplete(done -> unacknowledged.addAndGet(-weight)).map(appended -> {
      if (appended == null) {
        return null;
      }
      use.log(session, appended.bytes());
      if (appendedBytes.addAndGet(length) > MANY_BYTES) {
        context.runOnContext(many -> write(true));
      }
      return appended.position();
    });
  }

  @Override
  public Future<List<StoredEvent>> read(String id, String after) {
    return isId(id) ? logs.read(id, after) : Future.succeededFuture(List.of());
  }

  @Override
  public Future<Boolean> isRunning(int host) {
    return number.isRunning(host);
  }

  @Override
  public Future<Void> tell(int host, Signal signal) {
    String channel = host == ALL ? keys.hosts() : keys.host(host);
    return link.send(Request.cmd(Command.PUBLISH).arg(channel).arg(new SignalText(host(), signal).write()), SessionRecords.PURPOSE)
        .mapEmpty();
  }

  /** What other hosts send. */
  private final class Messages implements ChannelListener {

    @Override
    public void heard(Buffer message) {
      SignalText text = SignalText.read(message.toString());
      if (text != null && text.from() != host()) {
        changes.told(text);
      }
    }

    @Override
    public void heardAgain() {
      changes.heardAgain();
    }
  }
}
