package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The logs of sessions' events: a Redis stream each, bounded in events and bytes. */
final class SessionLogs {

  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 4 << 20;
  /** Of one read. */
  private static final int AT_ONCE = 100;
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}-[0-9]{1,18}");
  private static final Script APPEND = Script.named("session/append.lua", SessionRecords.PURPOSE);

  private final RedisLink link;
  private final OrderedScript append;
  private final RedisKeys keys;
  private final String millis;
  private final ReadTurns turns;

  /**
   * The result of an append.
   *
   * @param position of the event
   * @param bytes of the whole log
   */
  record Appended(String position, long bytes) {
  }

  SessionLogs(RedisLink link, RedisKeys keys, long millis) {
    this.link = link;
    this.turns = new ReadTurns(task -> link.vertx().runOnContext(begin -> task.run()));
    this.append = new OrderedScript(link, APPEND);
    this.keys = keys;
    this.millis = Long.toString(millis);
  }

  /** Null when the session has ended. What one event loop appends is appended in that order. */
  Future<@Nullable Appended> append(SessionRecord session, String stream, long sequence, @Nullable Buffer data) {
    String id = session.id();
    return append.run(List.of(keys.session(id), keys.events(id), keys.logBytes(id)), request -> {
      request.arg(stream).arg(sequence).arg(millis).arg(MOST_EVENTS).arg(MOST_BYTES);
      return data == null ? request : request.arg(data);
    })
        .map(reply -> reply == null ? null : new Appended(reply.get(0).toString(), reply.get(1).toLong()));
  }

  Future<List<StoredEvent>> read(String id, String after) {
    if (!POSITION.matcher(after).matches()) {
      return Future.succeededFuture(List.of());
    }
    return turns.run(id, () -> link.send(
        Request.cmd(Command.XRANGE).arg(keys.events(id)).arg('(' + after).arg("+").arg("COUNT").arg(AT_ONCE),
        SessionRecords.PURPOSE)).map(SessionLogs::events);
  }

  /** An entry that cannot be read is one of a newer host; the client gets those that it knows. */
  private static List<StoredEvent> events(Response reply) {
    List<StoredEvent> events = new ArrayList<>(reply.size());
    for (Response entry : reply) {
      events.add(event(entry.get(0).toString(), entry.get(1)));
    }
    return events;
  }

  private static StoredEvent event(String position, Response fields) {
    String stream = "";
    long sequence = 0;
    Buffer data = null;
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      switch (fields.get(i).toString()) {
        case "s" -> stream = fields.get(i + 1).toString();
        case "n" -> sequence = fields.get(i + 1).toLong();
        case "d" -> data = fields.get(i + 1).toBuffer();
        default -> {
          // of a newer host
        }
      }
    }
    return new StoredEvent(position, stream, sequence, data);
  }

  /** Drops all events, and none of the positions: later ones are higher. */
  Future<Void> empty(String id) {
    link.send(Request.cmd(Command.DEL).arg(keys.logBytes(id)), SessionRecords.PURPOSE);
    return link.send(Request.cmd(Command.XTRIM).arg(keys.events(id)).arg("MAXLEN").arg(0), SessionRecords.PURPOSE).mapEmpty();
  }
}
