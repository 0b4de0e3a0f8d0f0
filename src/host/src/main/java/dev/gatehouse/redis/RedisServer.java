package dev.gatehouse.redis;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A Redis of ours on a loopback port, told from all others by its data folder. Blocking. */
final class RedisServer {

  private static final String HOST = "127.0.0.1";
  private static final int ANSWER_MILLIS = 5_000;
  private static final long PATIENCE_MILLIS = 30_000;

  private final int port;
  private final RedisFiles files;

  /** A server that may or may not run. */
  RedisServer(int port, RedisFiles files) {
    this.port = port;
    this.files = files;
  }

  /**
   * Whether it runs already.
   *
   * @throws RedisStartException when the port belongs to something else
   */
  boolean isRunning() throws IOException {
    try (RedisProbe probe = connect()) {
      Object answer = probe.ask("CONFIG", "GET", "dir");
      if (!(answer instanceof List<?> setting) || setting.size() != 2) {
        throw taken("a Redis that says: " + answer);
      }
      if (!isOurs(String.valueOf(setting.get(1)))) {
        throw taken("a Redis whose data is in " + setting.get(1));
      }
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw taken("a program that does not answer as Redis does");
    }
  }

  private boolean isOurs(String other) {
    try {
      return Files.isSameFile(files.dir(), Path.of(other));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private RedisStartException taken(String by) {
    return new RedisStartException("redis.embedded.port " + port + " is taken by " + by
        + "; choose another port, or set redis.url to use a Redis of your own");
  }

  /** The port of the server that a killed host left behind on this folder, if it still runs. */
  static OptionalInt leftBehind(RedisFiles files) throws IOException {
    OptionalInt last = files.lastPort();
    try {
      return last.isPresent() && new RedisServer(last.getAsInt(), files).isRunning() ? last : OptionalInt.empty();
    } catch (RedisStartException e) {
      return OptionalInt.empty();
    }
  }

  /** Starts it in a session of its own. */
  void launch() throws IOException {
    requireNotMoved();
    byte[] conf = RedisConf.of(port, files);
    files.prepare(conf);
    Process launcher = new ProcessBuilder(RedisBinary.find(files.bin()), "-")
        .directory(files.dir().toFile()).redirectErrorStream(true).start();
    launcher.getOutputStream().write(conf);
    launcher.getOutputStream().close();
    if (Waiting.exitOf(launcher, PATIENCE_MILLIS) != 0) {
      throw new RedisStartException("the embedded Redis does not start: " + RedisFiles.lastLine(launcher.getInputStream()));
    }
  }

  /** A server left behind on another port would write to the same files as a new one. */
  private void requireNotMoved() throws IOException {
    OptionalInt other = leftBehind(files);
    if (other.isPresent()) {
      throw new RedisStartException("redis.embedded.port is " + port + ", but a Redis still runs on " + files.dir() + " at port "
          + other.getAsInt() + "; set the port back, or stop it: redis-cli -p " + other.getAsInt() + " shutdown");
    }
  }

  /** Waits until it serves; as long as it takes while it says that it is loading its data. */
  void awaitReady() throws IOException {
    long deadline = deadline();
    for (String answer = ping(); !answer.equals("PONG"); answer = ping()) {
      if (answer.startsWith("LOADING")) {
        deadline = deadline();
      } else if (files.ended() || System.nanoTime() > deadline) {
        throw new RedisStartException("the embedded Redis does not serve; the end of " + files.log() + ": "
            + files.lastLogLine());
      }
      Waiting.aMoment();
    }
  }

  private String ping() {
    try (RedisProbe probe = connect()) {
      return String.valueOf(probe.ask("PING"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends it with everything on disk, which is when its port is closed. */
  void stop() throws IOException {
    try (RedisProbe probe = connect()) {
      throw new IOException("it says: " + probe.ask("SHUTDOWN"));
    } catch (ConnectException e) {
      return;
    } catch (EOFException | SocketException | SocketTimeoutException e) {
      awaitGone();
    }
  }

  private void awaitGone() throws IOException {
    long deadline = deadline();
    while (listens()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("it is still there after " + PATIENCE_MILLIS + " ms");
      }
      Waiting.aMoment();
    }
  }

  private boolean listens() throws IOException {
    try (RedisProbe probe = connect()) {
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  private RedisProbe connect() throws IOException {
    return new RedisProbe(HOST, port, ANSWER_MILLIS);
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
  }
}
