package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.Rounds;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of issuers, one batch after the other: first those that have changed, then those that a scan has found or missed. A push
 * may overtake a read, so a record whose name is pushed is read by a later batch, also when it is being read already.
 */
final class IssuerLoader {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerLoader.class);

  private static final int MOST_IN_BATCH = 256;
  private static final long RETRY_MILLIS = 1_000;
  /** When Redis refuses to list the records, as its user may not. */
  private static final long REFUSED_MILLIS = 10_000;
  /** While Redis tells of no changes, one scan after the other: at least this long between them, and four times as long as one takes. */
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int PAUSE = 4;

  private final RedisLink link;
  private final String prefix;
  private final Context context;
  private volatile boolean loaded;
  private volatile boolean closed;

  // All below is changed on the context's event loop only. Names are without the prefix.
  private final IssuerRecords records = new IssuerRecords();
  private final Set<String> changed = new LinkedHashSet<>();
  private final Set<String> listed = new LinkedHashSet<>();
  /** What the first complete scan has found and was not read yet; null before it has ended. */
  private @Nullable Set<String> first;
  private boolean reading;
  private boolean scanning;
  /** Whether a scan is due: it failed, or was asked for during another. */
  private boolean due;
  private boolean retrying;
  private long pauseUntil = System.nanoTime();
  private @Nullable String refusal;

  /**
   * Nothing is read yet.
   *
   * @param prefix what the names of the records start with
   */
  IssuerLoader(RedisLink link, String prefix) {
    this.link = link;
    this.prefix = prefix;
    this.context = link.vertx().getOrCreateContext();
  }

  /** What has been read. */
  IssuerIndex index() {
    return records.index();
  }

  /** Whether the index has been complete once. */
  boolean loaded() {
    return loaded;
  }

  /** Ends the reading. */
  void close() {
    closed = true;
  }

  /** The record was changed, created or deleted. */
  void changed(String name) {
    context.runOnContext(now -> {
      if (changed.size() < IssuerRecords.MOST) {
        changed.add(name.substring(prefix.length()));
        readSome();
      } else {
        begin();
      }
    });
  }

  /** Any record may have changed: reads all. */
  void scan() {
    context.runOnContext(now -> begin());
  }

  /** The same, unless that was done a moment ago. */
  void scanAgain() {
    context.runOnContext(now -> {
      if (!scanning && System.nanoTime() - pauseUntil >= 0) {
        begin();
      }
    });
  }

  private void begin() {
    due = scanning;
    if (scanning || closed) {
      return;
    }
    scanning = true;
    long began = System.nanoTime();
    Set<String> found = new HashSet<>();
    Rounds.all(link, Rounds.names(prefix + '*'), round -> {
      round.found().forEach(name -> add(name, found));
      return Future.succeededFuture();
    }).onComplete(done -> {
      scanning = false;
      pauseUntil = System.nanoTime() + Math.max(SHORTEST_PAUSE_NANOS, PAUSE * (System.nanoTime() - began));
      ended(done, found);
    });
  }

  /** One more than fit: that tells that there are more. */
  private void add(String name, Set<String> found) {
    if (found.size() <= IssuerRecords.MOST) {
      found.add(name.substring(prefix.length()));
    }
  }

  private void ended(AsyncResult<Void> done, Set<String> found) {
    if (done.failed()) {
      due = true;
      failed(done.cause());
      return;
    }
    refusal = null;
    // What is gone is read first: it makes room.
    listed.addAll(records.missingIn(found));
    listed.addAll(found);
    first = first == null ? new HashSet<>(found) : first;
    readSome();
    if (due) {
      begin();
    }
  }

  private void failed(Throwable cause) {
    if (RedisErrors.isSilence(cause)) {
      retry(RETRY_MILLIS);
      return;
    }
    String reason = String.valueOf(cause.getCause());
    if (!reason.equals(refusal)) {
      refusal = reason;
      LOG.warn("Redis at {} does not list the issuers of tokens: {}; no token is accepted until it does", link.address(), reason);
    }
    retry(REFUSED_MILLIS);
  }

  private void retry(long millis) {
    if (retrying || closed) {
      return;
    }
    retrying = true;
    context.owner().setTimer(millis, tick -> context.runOnContext(now -> {
      retrying = false;
      if (due) {
        begin();
      }
      readSome();
    }));
  }

  private void readSome() {
    List<String> names = reading || closed ? List.of() : next();
    if (!names.isEmpty()) {
      reading = true;
      List<Future<@Nullable IssuerEntry>> asked = names.stream().map(this::read).toList();
      Future.join(asked).onComplete(done -> {
        reading = false;
        read(names, asked);
        if (done.succeeded()) {
          readSome();
        } else {
          retry(RETRY_MILLIS);
        }
      });
    }
    if (first != null && first.isEmpty()) {
      loaded = true;
    }
  }

  private List<String> next() {
    List<String> names = new ArrayList<>();
    for (Set<String> waiting : List.of(changed, listed)) {
      for (Iterator<String> each = waiting.iterator(); each.hasNext() && names.size() < MOST_IN_BATCH;) {
        names.add(each.next());
        each.remove();
      }
    }
    return names;
  }

  private Future<@Nullable IssuerEntry> read(String name) {
    return link.send(Request.cmd(Command.HGETALL).arg(prefix + name)).map(HashReply::fields)
        .map(fields -> fields.isEmpty() ? null : IssuerEntry.of(name, fields))
        .recover(cause -> RedisErrors.is(cause, "WRONGTYPE")
            ? Future.succeededFuture(IssuerEntry.unreadable(name, "it is not a hash")) : Future.failedFuture(cause));
  }

  private void read(List<String> names, List<Future<@Nullable IssuerEntry>> asked) {
    for (int i = 0; i < names.size(); i++) {
      if (asked.get(i).failed()) {
        listed.add(names.get(i));
      } else {
        records.put(names.get(i), asked.get(i).result());
        if (first != null) {
          first.remove(names.get(i));
        }
      }
    }
    records.publish();
  }
}
