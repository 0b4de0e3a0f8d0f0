package dev.gatehouse.client.servers;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server. It is connected to when it is first needed, and again after it was away. Threads may share it. */
public final class Server implements AutoCloseable {

  private final ServerAddress address;
  private final Key key;
  private final Connector connector;
  private final Map<String, Consumer<Progress>> running = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private @Nullable McpSyncClient client;

  /**
   * A server.
   *
   * @param questions who answers when it asks; without, it is told that nobody can
   */
  public Server(ServerAddress address, Key key, Optional<Questions> questions) {
    this.address = address;
    this.key = key;
    this.connector = new Connector(address, key, questions, this::progress);
  }

  /** The name it goes by. */
  public String name() {
    return address.name();
  }

  /**
   * The tools that the key may call.
   *
   * @throws ServerException when the server cannot be used
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public List<Tool> tools() throws ServerException, InterruptedException {
    boolean again = isConnected();
    try {
      return list();
    } catch (ServerException e) {
      if (!again) {
        throw e;
      }
      // A session ends with its host; a new one is had for the asking.
      return list();
    }
  }

  private List<Tool> list() throws ServerException, InterruptedException {
    McpSyncClient connected = connected();
    try {
      return connected.listTools().tools();
    } catch (RuntimeException e) {
      if (Failures.interrupted(e)) {
        throw new InterruptedException();
      }
      forget(connected);
      throw Failures.connecting(address, key, e);
    }
  }

  /**
   * Calls a tool. Whether the key may call it is the server's to say, so the tool need not be listed.
   *
   * @param progress told when the tool says how far it is, from another thread
   * @throws InterruptedException when the thread was interrupted while it waited; the tool may run on
   */
  public Outcome call(String tool, Map<String, Object> arguments, Consumer<Progress> progress) throws InterruptedException {
    String token = "call-" + calls.incrementAndGet();
    running.put(token, progress);
    try {
      return Outcome.of(connected().callTool(
          CallToolRequest.builder(tool).arguments(arguments).progressToken(token).build()));
    } catch (ServerException e) {
      return Outcome.of(Outcome.Kind.UNREACHABLE, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      if (Failures.interrupted(e)) {
        throw new InterruptedException();
      }
      return Failures.calling(key, e);
    } finally {
      running.remove(token);
    }
  }

  private synchronized boolean isConnected() {
    return client != null;
  }

  private synchronized McpSyncClient connected() throws ServerException, InterruptedException {
    if (client == null) {
      client = connector.connect();
    }
    return client;
  }

  private synchronized void forget(McpSyncClient broken) {
    if (client == broken) {
      client = null;
    }
    broken.close();
  }

  private void progress(ProgressNotification said) {
    Consumer<Progress> listener = running.get(String.valueOf(said.progressToken()));
    if (listener != null) {
      listener.accept(new Progress(said.progress(), said.total() == null ? 0 : said.total(),
          said.message() == null ? "" : said.message()));
    }
  }

  /** Ends the session, if there is one. */
  @Override
  public synchronized void close() {
    if (client != null) {
      client.closeGracefully();
      client = null;
    }
  }
}
