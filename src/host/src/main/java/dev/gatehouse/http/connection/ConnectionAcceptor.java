package dev.gatehouse.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;

/** The handler of the server sockets: closes an accepted connection at once when there are too many, and passes on the others. */
@Sharable
public final class ConnectionAcceptor extends ChannelInboundHandlerAdapter {

  private final Connections common;
  private volatile Connections admin;
  private volatile int adminPort;

  /** Counts connections in {@code common}, whatever port they come to. */
  public ConnectionAcceptor(Connections common) {
    this.common = common;
  }

  /** Counts the connections to the admin port apart, so that all others together cannot keep an operator out. */
  public void admin(int port, Connections connections) {
    admin = connections;
    adminPort = port;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel accepted = (Channel) message;
    // A peer that is gone already has no address.
    Connection connection = accepted.remoteAddress() instanceof InetSocketAddress peer ? of(context).open(Peer.of(peer)) : null;
    if (connection == null) {
      accepted.unsafe().closeForcibly();
      ReferenceCountUtil.release(message);
      return;
    }
    accepted.closeFuture().addListener(closed -> connection.closed());
    accepted.pipeline().addLast(connection);
    context.fireChannelRead(message);
  }

  private Connections of(ChannelHandlerContext context) {
    boolean isAdmin = admin != null && ((InetSocketAddress) context.channel().localAddress()).getPort() == adminPort;
    return isAdmin ? admin : common;
  }
}
