package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The host that was built, {@code target/gatehouse.jar}, as a process of its own with its embedded Redis and the sample plugin. All test
 * classes share one; it is stopped when the last has run.
 */
public final class HostProcess implements BeforeAllCallback {

  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  private static final Duration START = Duration.ofMinutes(2);

  private Running running;

  @Override
  public void beforeAll(ExtensionContext context) {
    running = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(HostProcess.class, key -> Running.start(), Running.class);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Below those that systems hand out to whoever connects or listens on any port: nobody is given one by chance before the host has it. */
  private static List<Integer> freePorts(int count) {
    return new Random().ints(20_000, 30_000).filter(HostProcess::isFree).distinct().limit(count).boxed().toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + running.http;
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.redis)) {
      String password = Files.readString(running.dir.resolve("redis/password")).strip();
      send(socket, List.of("AUTH", password), "+OK");
      send(socket, words, ":");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(Socket socket, List<String> words, String expected) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.size() + "\r\n");
    words.forEach(word -> command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n"));
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\n' && c >= 0; c = socket.getInputStream().read()) {
      answer.append((char) c);
    }
    if (answer.indexOf(expected) != 0) {
      throw new IOException("Redis did not take " + words.get(0));
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("try")
  private record Running(Path dir, int http, int redis, Process process) implements AutoCloseable {

    static Running start() {
      Path jar = ROOT.resolve("target/gatehouse.jar");
      assertThat(jar).as("built by mvn -q -DskipTests package").exists();
      try {
        Path dir = Files.createTempDirectory("gatehouse-client");
        List<Integer> ports = freePorts(3);
        Path config = prepare(dir, ports);
        Process process = new ProcessBuilder(java(), "-jar", jar.toString(), "run", config.toString()).directory(dir.toFile())
            .redirectOutput(dir.resolve("out").toFile()).redirectError(dir.resolve("err").toFile()).start();
        Running running = new Running(dir, ports.get(0), ports.get(2), process);
        running.awaitReady();
        return running;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Path prepare(Path dir, List<Integer> ports) throws IOException {
      Path tools = Files.createDirectories(dir.resolve("tools-plugins/demo"));
      Files.copy(ROOT.resolve("tools-plugins/demo/math.jar"), tools.resolve("math.jar"));
      return Files.writeString(dir.resolve("gatehouse.json"), """
          { "http": {"port": %d}, "admin": {"port": %d}, "auth": {"opaqueKeys": true},
            "redis": {"connectTimeout": "30s", "embedded": {"port": %d, "dir": "redis"}} }
          """.formatted(ports.toArray()));
    }

    private void awaitReady() throws IOException, InterruptedException {
      long end = System.nanoTime() + START.toNanos();
      while (!Files.readString(dir.resolve("out")).contains("ready ")) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new IOException("the host is not ready");
        }
        Thread.sleep(50);
      }
    }

    @Override
    public void close() throws IOException, InterruptedException {
      process.destroy();
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> paths = Files.walk(dir)) {
        paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }
}
