package dev.gatehouse.mcp.legacy;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionStreamsTest {

  private static final SessionRecord RECORD = new SessionRecord("1", "acme", "o", false, "o", false, Revision.V2025_11_25, Json.object(),
      LogLevel.INFO, Set.of(), "");

  private final Vertx vertx = Vertx.vertx();
  private final StubStore store = new StubStore();
  private final SessionStreams streams =
      new SessionStreams(new HostNames(() -> 1), new SessionLog(store, () -> RECORD, vertx.getOrCreateContext()), false);

  private static final class Connection implements EventReader {

    private volatile boolean ended;

    @Override
    public void event(@Nullable String id, Buffer data) {
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Each of them reads the log when it grows. */
  @Test
  void a_client_that_comes_back_again_and_again_has_a_bounded_number_of_connections_and_the_newest() throws InterruptedException {
    RequestStream running = streams.open(new Connection());
    store.log.add(new SessionStore.StoredEvent("1-1", running.name(), 1, Buffer.buffer("{}")));
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 3 * SessionStreams.MOST_RESUMED; i++) {
      Connection connection = new Connection();
      connections.add(connection);
      streams.resume(EventId.of(running.name(), 1)).await().show(connection);
    }
    int oldest = 2 * SessionStreams.MOST_RESUMED;
    eventually(() -> connections.subList(0, oldest).stream().allMatch(connection -> connection.ended));
    assertThat(connections.subList(oldest, connections.size())).noneMatch(connection -> connection.ended);
  }
}
