package dev.gatehouse.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The host that was built, {@code target/gatehouse.jar}, as a process of its own with its embedded Redis and the sample plugin. */
public final class HostProcess implements BeforeAllCallback, AfterAllCallback {

  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  private static final Duration START = Duration.ofSeconds(60);

  private Path dir;
  private int http;
  private int redis;
  private Process process;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    Path jar = ROOT.resolve("target/gatehouse.jar");
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is missing: mvn -q -DskipTests package");
    }
    dir = Files.createTempDirectory("gatehouse-client");
    List<Integer> ports = freePorts(3);
    http = ports.get(0);
    redis = ports.get(2);
    Path tools = Files.createDirectories(dir.resolve("tools-plugins/demo"));
    Files.copy(ROOT.resolve("tools-plugins/demo/math.jar"), tools.resolve("math.jar"));
    Path config = dir.resolve("gatehouse.json");
    Files.writeString(config, """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"embedded": {"port": %d, "dir": "redis"}},
          "auth": {"opaqueKeys": true} }
        """.formatted(http, ports.get(1), redis));
    process = new ProcessBuilder(java(), "-jar", jar.toString(), "run", config.toString()).directory(dir.toFile())
        .redirectOutput(dir.resolve("out").toFile()).redirectError(dir.resolve("err").toFile()).start();
    awaitReady();
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!Files.readString(dir.resolve("out")).contains("ready ")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("the host is not ready: " + Files.readString(dir.resolve("err")));
      }
      Thread.sleep(50);
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + http;
  }

  /**
   * Makes a key of the tenant {@code demo}, written to Redis as an operator would.
   *
   * @param text the key
   * @param fields more of its record, name and value by turns
   */
  public String key(String text, String... fields) {
    String salt = "00112233445566778899aabbccddeeff";
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + sha256(text).substring(0, 24), "tenant", "demo", "name", text,
        "salt", salt, "hash", sha256(salt + text)));
    words.addAll(List.of(fields));
    redis(words);
    return text;
  }

  private void redis(List<String> words) {
    StringBuilder command = new StringBuilder("*" + words.size() + "\r\n");
    words.forEach(word -> command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis)) {
      OutputStream out = socket.getOutputStream();
      out.write(command.toString().getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      if (in.read() != ':') {
        throw new IOException("Redis did not take " + words.get(0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    try (Stream<Path> paths = Files.walk(dir)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
