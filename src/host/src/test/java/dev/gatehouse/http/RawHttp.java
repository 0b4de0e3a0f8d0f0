package dev.gatehouse.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests written by hand, for what a decent HTTP client does not send: another Host, a header twice. */
final class RawHttp {

  private RawHttp() {
  }

  /** Sends a request line and headers, and a body; gives the whole answer. */
  static String send(String url, String requestLine, String body, String... headers) {
    URI uri = URI.create(url);
    StringBuilder text = new StringBuilder(requestLine + " HTTP/1.1\r\nConnection: close\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    if (body != null) {
      text.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
    }
    text.append("\r\n").append(body == null ? "" : body);
    try (Socket socket = new Socket(isLoopback(uri.getHost()) ? uri.getHost() : "127.0.0.1", uri.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("[::1]");
  }

  /** Only the status. */
  static int status(String url, String requestLine, String body, String... headers) {
    return Integer.parseInt(send(url, requestLine, body, headers).split(" ", 3)[1]);
  }
}
