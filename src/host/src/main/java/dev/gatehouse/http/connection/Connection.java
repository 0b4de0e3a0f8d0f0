package dev.gatehouse.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its acceptance to its end: the first handler of its channel. An authenticated request must arrive within the head
 * timeout; nothing before it (silence, a TLS handshake, a partial head, a body without a key, refused requests) extends that time.
 */
final class Connection extends ChannelInboundHandlerAdapter {

  private final Connections all;
  private final Peer peer;
  private final @Nullable ConnectionPool address;
  /** Replaced as a whole: most connections have one for all their life. */
  private volatile Set<String> keys = Set.of();
  private final ControlFrames frames = new ControlFrames(System::nanoTime);
  private @Nullable HttpConnection http;
  private volatile @Nullable ChannelHandlerContext context;
  private volatile boolean unwanted;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean kept;

  /**
   * A connection.
   *
   * @param address those of the same client address, or null when it comes from a trusted proxy
   */
  Connection(Connections all, Peer peer, @Nullable ConnectionPool address) {
    this.all = all;
    this.peer = peer;
    this.address = address;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    if (unwanted) {
      added.close();
    }
    deadline = added.executor().schedule(this::late, all.headTimeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    cancelDeadline();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void late() {
    all.countLate();
    cut();
  }

  /** Cancels the head timeout. To be called on its event loop. */
  void keep() {
    kept = true;
    cancelDeadline();
  }

  /** Whether half of the head timeout is over and no caller is authenticated. */
  boolean isEnding() {
    return !kept && deadline != null && deadline.getDelay(TimeUnit.NANOSECONDS) < all.headTimeout().toNanos() / 2;
  }

  boolean isKept() {
    return kept;
  }

  /** Closes the channel directly: the handlers of TLS and HTTP/2 would wait for the peer. It may not be registered yet. */
  void close() {
    unwanted = true;
    ChannelHandlerContext known = context;
    if (known != null) {
      known.executor().execute(known::close);
    }
  }

  /** Counts an HTTP/2 frame that needs an answer (RFC 9113 section 10.5). To be called on its event loop. */
  void controlFrame() {
    if (frames.isOneTooMany()) {
      cut();
    }
  }

  private void cut() {
    ChannelHandlerContext known = context;
    if (known != null) {
      known.close();
    }
  }

  void closed() {
    all.closed(this);
  }

  /** The connection as Vert.x knows it, or null before that. */
  @Nullable
  HttpConnection http() {
    return http;
  }

  void http(HttpConnection connection) {
    http = connection;
  }

  Peer peer() {
    return peer;
  }

  @Nullable
  ConnectionPool address() {
    return address;
  }

  /** The keys that it has carried requests of; not for a trusted proxy's. */
  Set<String> keys() {
    return keys;
  }

  /** Adds a key. One thread at a time. */
  void addKey(String keyId) {
    Set<String> more = new HashSet<>(keys);
    more.add(keyId);
    keys = Set.copyOf(more);
  }
}
