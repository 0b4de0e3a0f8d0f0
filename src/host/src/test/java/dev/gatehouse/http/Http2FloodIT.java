package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames of HTTP/2 that cost their sender next to nothing. Written by hand, since no client sends them. */
class Http2FloodIT {

  /** So that nothing but the flood ends a connection. */
  @RegisterExtension
  static final TestHost host = new TestHost("{ \"http\": { \"port\": 0, \"headTimeout\": \"1h\" } }").plugin("demo", "math");

  /** More than socket buffers hold on both sides. */
  private static final int MOST_BYTES = 64 << 20;

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] SETTINGS = frame(4, 0, 0, new byte[0]);
  /** A POST to / of localhost, by HPACK's static table (RFC 7541, appendix A). */
  private static final byte[] REQUEST = header();

  /** What is sent first, and then again and again. */
  enum Flood {
    PINGS(new byte[0], frame(6, 0, 0, new byte[8])),
    SETTINGS_AGAIN(new byte[0], SETTINGS),
    EMPTY_DATA(frame(1, 4, 1, REQUEST), frame(0, 0, 1, new byte[0])),
    CONTINUATIONS(frame(1, 0, 1, REQUEST), frame(9, 0, 1, new byte[1])),
    EMPTY_CONTINUATIONS(frame(1, 0, 1, REQUEST), frame(9, 0, 1, new byte[0]));

    private final byte[] first;
    private final byte[] again;

    Flood(byte[] first, byte[] again) {
      this.first = first;
      this.again = again;
    }
  }

  private static byte[] header() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x41, 9});
    block.writeBytes("localhost".getBytes(StandardCharsets.ISO_8859_1));
    return block.toByteArray();
  }

  /** RFC 9113, section 4.1. */
  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame
        .writeBytes(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void a_flood_ends_its_connection(Flood flood) throws IOException {
    byte[] many = many(flood.again, 1_000);
    try (Socket socket = new Socket("127.0.0.1", URI.create(host.url()).getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(PREFACE);
      out.write(SETTINGS);
      out.write(flood.first);

      assertThat(isCut(out, many)).isTrue();
    }
    assertThat(RawHttp.status(host.url(), "GET /mcp", null, "Host: localhost")).isEqualTo(401);
  }

  @Test
  void a_client_may_ping_now_and_then() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", URI.create(host.url()).getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(PREFACE);
      socket.getOutputStream().write(SETTINGS);
      socket.getOutputStream().write(many(Flood.PINGS.again, 100));

      assertThat(socket.getInputStream().readNBytes(100 * Flood.PINGS.again.length)).hasSize(100 * Flood.PINGS.again.length);
    }
  }

  private static boolean isCut(OutputStream out, byte[] many) throws IOException {
    try {
      for (int sent = 0; sent < MOST_BYTES; sent += many.length) {
        out.write(many);
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static byte[] many(byte[] frame, int times) {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      many.writeBytes(frame);
    }
    return many.toByteArray();
  }
}
