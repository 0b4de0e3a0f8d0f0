package dev.gatehouse.redis.session;

import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.Tracking;
import dev.gatehouse.redis.link.TrackingEpoch;
import dev.gatehouse.redis.session.SessionIndex.Excess;
import dev.gatehouse.redis.session.SessionUse.SessionLives;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
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
  /** So many bytes of events, and the sizes of logs are written before it is time. */
  private static final long MANY_BYTES = 1L << 20;
  /** A record beyond this many bytes counts among those that a tenant's sessions take. */
  private static final long USUAL_BYTES = 1024;

  private final RedisLink link;
  private final RedisKeys keys;
  private final HostNumber number;
  private final SessionRecords records;
  private final SessionLogs logs;
  private final SessionIndex index;
  private final SessionUse use;
  private final SessionLives lives;
  private final AtomicLong appendedBytes = new AtomicLong();
  private volatile Listener listener = new Nobody();
  private Future<Void> writing = Future.succeededFuture();
  private @Nullable String subscriber;

  /**
   * A store that has to be deployed before it is used, and told of what Redis tells.
   *
   * @param version of this host, which others may see
   */
  public RedisSessions(RedisLink link, RedisKeys keys, SessionsConfig config, String version) {
    this.link = link;
    this.keys = keys;
    this.lives = new SessionLives(config.idle().toMillis());
    this.number = new HostNumber(link, keys, version);
    this.records = new SessionRecords(link, keys);
    this.logs = new SessionLogs(link, keys, lives.longest());
    this.index = new SessionIndex(link, keys, lives.longest(), config.perTenant());
    this.use = new SessionUse(link, keys, lives, index::note, this::shed);
  }

  @Override
  public Future<?> start() {
    return number.take().compose(taken -> {
      vertx.setPeriodic(SIGN_MILLIS, tick -> number.renew());
      vertx.setPeriodic(lives.tickMillis(), tick -> write());
      return vertx.deployVerticle(link.subscriber(List.of(keys.host(host()), keys.hosts()), this::heard));
    }).onSuccess(id -> subscriber = id);
  }

  /** Writes what is noted; the sessions themselves go on. */
  @Override
  public Future<?> stop() {
    Future<?> deaf = subscriber == null ? Future.succeededFuture() : vertx.undeploy(subscriber);
    return deaf.eventually(this::write).eventually(number::leave).otherwiseEmpty();
  }

  private Future<Void> write() {
    if (writing.isComplete()) {
      appendedBytes.set(0);
      writing = use.write().otherwiseEmpty();
    }
    return writing;
  }

  @Override
  public int host() {
    return number.number();
  }

  @Override
  public void listen(Listener told) {
    listener = told;
  }

  /** What keeps the cache true; to be told of everything that Redis tells. */
  public Tracking.Listener changes() {
    return new Changes();
  }

  @Override
  public Future<Void> open(SessionRecord session) {
    return index.add(session).compose(excess -> {
      shed(excess);
      noteSize(session);
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
      if (session != null) {
        noteSize(session);
      }
    });
  }

  private void noteSize(SessionRecord session) {
    long bytes = session.capabilities().toString().length()
        + session.subscriptions().stream().mapToLong(uri -> 16L + uri.text().length()).sum();
    use.record(session, Math.max(0, bytes - USUAL_BYTES));
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
    return logs.append(session, stream, sequence, data).map(appended -> {
      if (appended == null) {
        return null;
      }
      use.log(session, appended.bytes());
      if (data != null && appendedBytes.addAndGet(data.length()) > MANY_BYTES) {
        context.runOnContext(many -> write());
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

  private void heard(Buffer message) {
    SignalText text = SignalText.read(message.toString());
    if (text != null && text.from() != host()) {
      listener.told(text.from(), text.signal());
    }
  }

  /** What Redis tells. */
  private final class Changes implements Tracking.Listener {

    @Override
    public void tracked(TrackingEpoch now) {
      records.cache().tracked(now);
      listener.allChanged();
    }

    @Override
    public void changed(List<String> names) {
      for (String name : names) {
        String id = keys.sessionId(name);
        if (id != null) {
          records.cache().changed(id);
          listener.changed(id);
        } else {
          String log = keys.eventsId(name);
          if (log != null) {
            listener.appended(log);
          }
        }
      }
    }

    @Override
    public void flushed() {
      records.cache().clear();
      listener.allChanged();
      number.renew();
    }

    @Override
    public void lost() {
      records.cache().lost();
      listener.allChanged();
    }
  }

  /** Until somebody listens. */
  private static final class Nobody implements Listener {

    @Override
    public void changed(String id) {
    }

    @Override
    public void appended(String id) {
    }

    @Override
    public void allChanged() {
    }

    @Override
    public void told(int from, Signal signal) {
    }
  }
}
