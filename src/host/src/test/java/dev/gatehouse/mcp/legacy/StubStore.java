package dev.gatehouse.mcp.legacy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store of a test: an empty one that keeps what is told and has a log that the test writes. */
class StubStore implements SessionStore {

  final List<Signal> told = new ArrayList<>();
  final List<StoredEvent> log = new ArrayList<>();

  @Override
  public int host() {
    return 1;
  }

  @Override
  public Future<Void> open(SessionRecord session) {
    return Future.succeededFuture();
  }

  @Override
  public @Nullable SessionRecord known(String id) {
    return null;
  }

  @Override
  public Future<@Nullable SessionRecord> find(String id) {
    return Future.succeededFuture();
  }

  @Override
  public Future<@Nullable SessionRecord> change(String id, Map<String, String> fields, Set<String> removed) {
    return Future.succeededFuture();
  }

  @Override
  public void used(SessionRecord session) {
  }

  @Override
  public Future<Void> close(SessionRecord session) {
    return Future.succeededFuture();
  }

  @Override
  public Future<@Nullable String> append(SessionRecord session, String stream, long sequence, @Nullable Buffer data) {
    return Future.succeededFuture("1-1");
  }

  @Override
  public Future<List<StoredEvent>> read(String id, String after) {
    return Future.succeededFuture(after.equals(START) ? List.copyOf(log) : List.of());
  }

  @Override
  public Future<Boolean> isRunning(int host) {
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Void> tell(int host, Signal signal) {
    told.add(signal);
    return Future.succeededFuture();
  }

  @Override
  public void listen(Listener listener) {
  }
}
