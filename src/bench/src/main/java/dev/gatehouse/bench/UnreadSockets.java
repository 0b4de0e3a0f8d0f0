package dev.gatehouse.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Connections of HTTP/1.1 that ask for a long answer each and read nothing. One that the host cuts is followed by the next. */
final class UnreadSockets implements Trouble {

  private static final int SMALL = 4096;
  private static final long LOOK_MILLIS = 500;

  private final Place place;
  private final Buffer request;
  private final NetClient client;
  private final Set<NetSocket> open = new HashSet<>();
  private final long timer;
  private boolean running = true;
  private long asked;
  private long cut;

  private UnreadSockets(Place place, String tool) {
    this.place = place;
    this.request = ModernRequest.call(tool, "").http1(place.to().key());
    this.client = place.vertx().createNetClient(new NetClientOptions().setReceiveBufferSize(SMALL));
    // Who reads nothing does not hear that the host has closed, either: only who writes does.
    this.timer = place.vertx().setPeriodic(LOOK_MILLIS, look -> List.copyOf(open).forEach(socket -> socket.write("\r\n")));
  }

  static UnreadSockets start(Place place, String tool, int connections) {
    UnreadSockets unread = new UnreadSockets(place, tool);
    for (int i = 0; i < connections; i++) {
      unread.connect();
    }
    return unread;
  }

  private void connect() {
    if (running) {
      client.connect(place.to().port(), "127.0.0.1").onSuccess(this::ask).onFailure(refused -> again());
    }
  }

  private void ask(NetSocket socket) {
    open.add(socket);
    asked++;
    socket.pause();
    socket.exceptionHandler(broken -> {});
    socket.closeHandler(closed -> {
      open.remove(socket);
      cut++;
      again();
    });
    socket.write(request);
  }

  private void again() {
    place.vertx().setTimer(Noise.IMPATIENCE_MILLIS, later -> connect());
  }

  @Override
  public void stop() {
    running = false;
    place.vertx().cancelTimer(timer);
    client.close().await();
  }

  @Override
  public String tell() {
    return "%d answers asked for, %d connections cut, %d open".formatted(asked, cut, open.size());
  }
}
