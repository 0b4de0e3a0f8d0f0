package dev.gatehouse.redis.embedded;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A blocking RESP2 client, used to start and stop a server. The peer may be Redis or any other program. The package description says why it
 * is not the Vert.x client.
 */
public final class RedisProbe implements Closeable {

  /** The answer is not RESP, so the peer is not a Redis. */
  static final class NotRedisException extends IOException {
    private static final long serialVersionUID = 1L;

    NotRedisException() {
      super("not a Redis reply");
    }
  }

  /** The encoding of file names, in which Redis reads and reports paths. */
  static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  /** What any other program answers must neither fill the memory nor keep the caller for long. */
  private static final int MOST_BYTES = 16 << 20;
  private static final int DEEPEST = 8;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final long timeoutNanos;
  private long deadline;
  private int left;

  /** Connects; fails with {@link java.net.ConnectException} when nothing listens. */
  public RedisProbe(String host, int port, int timeoutMillis) throws IOException {
    timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try {
      socket.connect(new InetSocketAddress(host, port), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends one command, and waits for the whole reply until the timeout.
   *
   * @return a String (an error starts with its code, such as {@code ERR}), a Long, a List of these, or null
   */
  public @Nullable Object ask(String... command) throws IOException {
    StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
    for (String word : command) {
      request.append('$').append(word.getBytes(CHARSET).length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(request.toString().getBytes(CHARSET));
    deadline = System.nanoTime() + timeoutNanos;
    left = MOST_BYTES;
    return reply(DEEPEST);
  }

  private @Nullable Object reply(int depth) throws IOException {
    String line = line();
    if (line.isEmpty()) {
      throw new NotRedisException();
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', '-' -> rest;
      case ':' -> number(rest);
      case '$' -> bulk(number(rest));
      case '*' -> array(number(rest), depth - 1);
      default -> throw new NotRedisException();
    };
  }

  private static long number(String text) throws NotRedisException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new NotRedisException();
    }
  }

  private @Nullable String bulk(long length) throws IOException {
    if (length < 0) {
      return null;
    }
    if (length > left) {
      throw new NotRedisException();
    }
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) next();
    }
    line();
    return new String(bytes, CHARSET);
  }

  private List<@Nullable Object> array(long length, int depth) throws IOException {
    if (depth == 0) {
      throw new NotRedisException();
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      items.add(reply(depth));
    }
    return items;
  }

  /** One line, without its line break. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (line.length() > 4096) {
        throw new NotRedisException();
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private int next() throws IOException {
    if (--left < 0) {
      throw new NotRedisException();
    }
    if (System.nanoTime() - deadline > 0) {
      throw new SocketTimeoutException("Read timed out");
    }
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("closed without an answer");
    }
    return octet;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
