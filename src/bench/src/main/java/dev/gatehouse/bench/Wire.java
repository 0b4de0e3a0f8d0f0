package dev.gatehouse.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection of HTTP/1.1 whose requests are bytes, for what a well-behaved client does not send. Answers are read one at a time, and no
 * more of one than {@value #MOST} bytes.
 */
public final class Wire implements AutoCloseable {

  private static final int MOST = 16 << 20;
  private static final int LONGEST_LINE = 64 << 10;
  /** In any version: servers repeat the one of the request, even when it is none. */
  private static final Pattern STATUS = Pattern.compile("\\S+ ([1-5]\\d\\d)( .*)?");
  private static final int CONTINUE = 100;
  private static final int EARLY_HINTS = 199;

  private final Socket socket;
  private final InputStream in;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to a port of loopback. */
  public static Wire open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return new Wire(socket);
  }

  /** Writes bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Says that nothing more will be sent. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Reads the next answer.
   *
   * @param millis how long to wait for its beginning, and for each further part
   * @param quiet the same for the parts of an event stream, which may stay open
   * @param headOnly whether the answer has no body, as one to {@code HEAD}
   * @return the answer; null when the host closed the connection instead
   * @throws SocketTimeoutException when nothing came for so long
   */
  public HttpAnswer read(int millis, int quiet, boolean headOnly) throws IOException {
    socket.setSoTimeout(millis);
    for (;;) {
      String status = line();
      if (status == null) {
        return null;
      }
      Matcher line = STATUS.matcher(status);
      if (!line.matches()) {
        throw new IOException("this is no HTTP: " + status.substring(0, Math.min(200, status.length())));
      }
      int code = Integer.parseInt(line.group(1));
      Map<String, String> headers = headers();
      if (code < CONTINUE || code > EARLY_HINTS) {
        if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
          socket.setSoTimeout(quiet);
        }
        return body(code, headers, headOnly);
      }
    }
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = Math.max(0, line.indexOf(':'));
      headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private HttpAnswer body(int status, Map<String, String> headers, boolean headOnly) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole = true;
    if (!headOnly && status != 204 && status != 304) {
      try {
        whole = body(headers, body);
      } catch (IOException e) {
        whole = false;
      }
    }
    return new HttpAnswer(status, headers, body.toByteArray(), whole);
  }

  private boolean body(Map<String, String> headers, ByteArrayOutputStream body) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks(body);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return copy(MOST, body) < MOST;
    }
    int bytes = Integer.parseInt(length);
    return copy(bytes, body) == bytes;
  }

  private boolean chunks(ByteArrayOutputStream body) throws IOException {
    for (String line = line(); line != null && body.size() < MOST; line = line()) {
      int size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
      if (copy(size, body) < size || line() == null) {
        return false;
      }
      if (size == 0) {
        return true;
      }
    }
    return false;
  }

  private int copy(int most, ByteArrayOutputStream to) throws IOException {
    byte[] buffer = new byte[Math.min(most, 1 << 14)];
    int copied = 0;
    while (copied < most) {
      int read = in.read(buffer, 0, Math.min(buffer.length, most - copied));
      if (read < 0) {
        break;
      }
      to.write(buffer, 0, read);
      copied += read;
    }
    return copied;
  }

  /** The next line of an event stream or of a head, or null at the end. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.size() == 0) {
          return null;
        }
        throw new EOFException("the connection was closed within a line");
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Reads the head of an answer whose body is a stream; its events are read with {@link #data}. */
  public int head(int millis) throws IOException {
    socket.setSoTimeout(millis);
    String status = line();
    if (status == null) {
      throw new EOFException("the host closed the connection");
    }
    headers();
    return Integer.parseInt(status.substring(9, 12));
  }

  /**
   * Reads the data of the next event of a stream, chunk sizes and comments skipped.
   *
   * @return the data; null at the end of the stream
   * @throws SocketTimeoutException when none came for so long
   */
  public String data(int millis) throws IOException {
    socket.setSoTimeout(millis);
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith("data:")) {
        return new String(line.substring(5).strip().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
      if (line.equals("0")) {
        return null;
      }
    }
    return null;
  }

  /** What has come and can be read without waiting. */
  public String available() throws IOException {
    return new String(in.readNBytes(in.available()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use.
      return;
    }
  }
}
