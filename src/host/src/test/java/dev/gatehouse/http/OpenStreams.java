package dev.gatehouse.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Thousands of {@code subscriptions/listen} streams on one thread, which notes when each of them ends. */
final class OpenStreams implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int PATIENCE_MILLIS = 30_000;

  private final URI url;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  /** By key, when the last of its streams ended, in the terms of {@link System#nanoTime()}. */
  private final Map<String, Long> ends = new ConcurrentHashMap<>();
  private volatile boolean closed;

  OpenStreams(String url) {
    this.url = URI.create(url);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a stream and waits until it is acknowledged. */
  void open(String key) throws IOException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{\"toolsListChanged\":true},"
            + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + McpClient.MODERN
            + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    String request = "POST /mcp HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAuthorization: Bearer " + key
        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: " + McpClient.MODERN
        + "\r\nMcp-Method: subscriptions/listen\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    SocketChannel channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
    channel.socket().setSoTimeout(PATIENCE_MILLIS);
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    StringBuilder head = new StringBuilder();
    ByteBuffer read = ByteBuffer.allocate(BUFFER_BYTES);
    while (head.indexOf("acknowledged") < 0) {
      if (channel.read(read.clear()) < 0) {
        throw new IOException("no stream: " + head);
      }
      head.append(StandardCharsets.US_ASCII.decode(read.flip()));
    }
    open.computeIfAbsent(key, one -> new AtomicInteger()).incrementAndGet();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, key);
  }

  /** Begins to note ends. */
  OpenStreams listen() {
    Thread thread = new Thread(this::listening, "open-streams");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void listening() {
    try {
      while (!closed) {
        selector.select(ready -> read(ready));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey ready) {
    String key = (String) ready.attachment();
    try {
      int count = ((SocketChannel) ready.channel()).read(buffer.clear());
      String text = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
      if (count < 0 || text.contains("no longer valid")) {
        ready.cancel();
        ready.channel().close();
        if (open.get(key).decrementAndGet() == 0) {
          ends.put(key, System.nanoTime());
        }
      }
    } catch (IOException e) {
      ready.cancel();
    }
  }

  /** When the last stream of the key ended, or null while one is open. */
  Long end(String key) {
    return ends.get(key);
  }

  int size() {
    return open.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
