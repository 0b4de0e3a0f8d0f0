package dev.gatehouse.bench;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes a call and its answer are as HTTP/1.1. */
final class HttpBytes {

  private HttpBytes() {
  }

  /** Makes one call, on a connection that ends with it. */
  static long of(Case one) {
    Vertx vertx = Load.oneLoop();
    try {
      Map<String, String> headers = one.message().headers();
      if (one.message().session()) {
        headers = new Handshake(vertx.createHttpClient(), one.port()).open(headers).await();
      }
      Buffer request = request(one, headers);
      return request.length() + answer(vertx.createNetClient(), one.port(), request);
    } finally {
      vertx.close().await();
    }
  }

  private static Buffer request(Case one, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + one.port() + "\r\nContent-Length: "
        + one.message().body().length() + "\r\nConnection: close\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return Buffer.buffer(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8)).appendBuffer(one.message().body());
  }

  private static long answer(NetClient client, int port, Buffer request) {
    AtomicLong bytes = new AtomicLong();
    NetSocket socket = client.connect(port, "127.0.0.1").await();
    socket.handler(part -> bytes.addAndGet(part.length()));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(closed::tryComplete);
    socket.write(request);
    closed.future().await();
    return bytes.get();
  }
}
