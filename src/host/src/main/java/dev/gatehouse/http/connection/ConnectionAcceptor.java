package dev.gatehouse.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The handler of a server socket: closes an accepted connection at once when a limit is reached, and passes on the others. */
final class ConnectionAcceptor extends ChannelInboundHandlerAdapter {

  private final Connections connections;

  ConnectionAcceptor(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel accepted = (Channel) message;
    // A peer that is gone already has no address.
    Connection connection = accepted.remoteAddress() instanceof InetSocketAddress peer ? connections.open(Peer.of(peer)) : null;
    if (connection == null) {
      accepted.unsafe().closeForcibly();
      return;
    }
    accepted.closeFuture().addListener(closed -> afterSelect(accepted, connection::closed));
    accepted.pipeline().addLast(connection);
    context.fireChannelRead(message);
  }

  /** The descriptor of a closed channel is free when its event loop has selected once more, and not before. */
  private static void afterSelect(Channel closed, Runnable action) {
    try {
      closed.eventLoop().schedule(action, 1, TimeUnit.MILLISECONDS);
    } catch (IllegalStateException | RejectedExecutionException noLoop) {
      action.run();
    }
  }
}
