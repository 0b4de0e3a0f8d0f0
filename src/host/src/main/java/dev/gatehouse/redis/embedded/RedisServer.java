package dev.gatehouse.redis.embedded;

import dev.gatehouse.redis.connection.RedisStartException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of an embedded server: starts, adopts and stops it. Its process id and data folder identify it; the password is sent to no
 * other server. Blocking.
 */
final class RedisServer {

  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
  private static final long PATIENCE_MILLIS = 30_000;
  /** When a port that another process serves counts as taken: our own server writes its process id much sooner. */
  private static final long FOREIGN_NANOS = TimeUnit.SECONDS.toNanos(5);
  /** Redis opens its files readable for all unless its umask says otherwise. The path of the binary is the shell's {@code $0}. */
  private static final String LAUNCH = "umask 077; exec \"$0\" -";

  private final RedisPort port;
  private final RedisFiles files;
  private final RedisPassword password;
  private final @Nullable Path binary;

  /**
   * Describes a server, which may be running or not.
   *
   * @param binary the executable to start, or null for the bundled one
   */
  RedisServer(int port, RedisFiles files, RedisPassword password, @Nullable Path binary) {
    this.port = new RedisPort(port, files, password);
    this.files = files;
    this.password = password;
    this.binary = binary;
  }

  int port() {
    return port.number();
  }

  RedisPassword password() {
    return password;
  }

  /** Its process; empty when it does not run. */
  Optional<ProcessHandle> process() {
    return files.process();
  }

  /**
   * Starts the server unless it is running; returns when it serves.
   *
   * @return whether it was running already
   */
  @SuppressWarnings("try")
  boolean startOrAdopt() throws IOException {
    boolean adopted;
    try (FolderLock alone = FolderLock.start(files)) {
      adopted = adopt();
      if (!adopted) {
        launch();
      }
    }
    awaitReady();
    // In the meantime another program may have taken the port, and answered for ours.
    if (!isRunning()) {
      throw new IOException("its Redis ended at once");
    }
    return adopted;
  }

  /** Whether it runs and takes the password; one that an earlier version started without a password is stopped, to be started with one. */
  private boolean adopt() throws IOException {
    if (!isRunning()) {
      return false;
    }
    try (RedisProbe probe = port.connect()) {
      if (port.logIn(probe)) {
        return true;
      }
    }
    LOG.warn("the embedded Redis on port {} runs without a password; it is started again with one", port());
    stop();
    return false;
  }

  /**
   * Whether it is running.
   *
   * @throws RedisStartException when another program serves the port
   */
  boolean isRunning() throws IOException {
    try (RedisProbe probe = port.connect()) {
      if (port.isOurs()) {
        port.logIn(probe);
      }
      Object answer = probe.ask("CONFIG", "GET", "dir");
      if (!(answer instanceof List<?> setting) || setting.size() != 2) {
        throw taken("a Redis that says: " + answer);
      }
      if (!port.isOurs() || !isFolder(String.valueOf(setting.get(1)))) {
        throw taken("a Redis whose data is in " + setting.get(1));
      }
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw taken("a program that does not answer as Redis does");
    }
  }

  private boolean isFolder(String other) {
    try {
      return Files.isSameFile(files.dir(), Path.of(other));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private RedisStartException taken(String by) {
    return new RedisStartException("redis.embedded.port " + port() + " is taken by " + by
        + "; choose another port, or set redis.url to use a Redis of your own");
  }

  /**
   * The port of a running server that a killed host left behind on this folder; empty when there is none.
   *
   * @throws RedisStartException when it does not take the password: a second server would write to the same files
   */
  OptionalInt leftBehind() throws IOException {
    OptionalInt last = files.lastPort();
    return last.isPresent() && files.process().isPresent() && new RedisServer(last.getAsInt(), files, password, binary).isRunning()
        ? last : OptionalInt.empty();
  }

  /** Starts the process, in a session of its own; returns when it listens. */
  private void launch() throws IOException {
    requireNotMoved();
    RedisBinary executable = RedisBinary.find(files.bin(), binary);
    byte[] conf = RedisConf.of(port(), files, password, executable.major());
    files.prepare(conf);
    Process launcher = new ProcessBuilder("/bin/sh", "-c", LAUNCH, executable.path())
        .directory(files.dir().toFile()).redirectErrorStream(true).start();
    launcher.getOutputStream().write(conf);
    launcher.getOutputStream().close();
    if (ProcessWait.exitOf(launcher, PATIENCE_MILLIS) != 0) {
      throw new RedisStartException("the embedded Redis does not start: " + RedisFiles.lastLine(launcher.getInputStream()));
    }
    awaitListening();
  }

  /** Refuses to start beside a server on another port, which would write to the same files. */
  private void requireNotMoved() throws IOException {
    OptionalInt other = leftBehind();
    if (other.isPresent()) {
      throw new RedisStartException("redis.embedded.port is " + port() + ", but a Redis still runs on " + files.dir() + " at port "
          + other.getAsInt() + "; set the port back, or stop it: REDISCLI_AUTH=$(cat '" + files.password() + "') redis-cli -p "
          + other.getAsInt() + " shutdown");
    }
  }

  /** Waits until other hosts can find it. A server that cannot bind its port ends, and writes the reason to its log only. */
  private void awaitListening() throws IOException {
    long deadline = deadline();
    long foreignSince = 0;
    while (!(port.isOurs() && port.listens())) {
      if (files.ended() || System.nanoTime() > deadline) {
        throw doesNotServe();
      }
      foreignSince = !port.listens() ? 0 : foreignSince == 0 ? System.nanoTime() : foreignSince;
      if (foreignSince != 0 && System.nanoTime() - foreignSince > FOREIGN_NANOS) {
        throw taken("another program, which was faster");
      }
      ProcessWait.aMoment();
    }
  }

  private RedisStartException doesNotServe() throws IOException {
    return new RedisStartException("the embedded Redis does not serve; the end of " + files.log() + ": " + files.lastLogLine());
  }

  /** Waits until it serves; without a limit while it replies that it is loading its data. */
  private void awaitReady() throws IOException {
    long deadline = deadline();
    for (String answer = port.ping(); !serves(answer); answer = port.ping()) {
      if (answer.startsWith("LOADING")) {
        deadline = deadline();
      } else if (files.ended() || System.nanoTime() > deadline) {
        throw doesNotServe();
      }
      ProcessWait.aMoment();
    }
  }

  /** A server with a full disk replies MISCONF to a PING; its data can be read, and hosts report the problem. */
  private static boolean serves(String answer) {
    return answer.equals("PONG") || answer.startsWith("MISCONF");
  }

  /** Shuts it down after all data has been written; returns when its port is closed. */
  void stop() throws IOException {
    try (RedisProbe probe = port.connect()) {
      if (!port.isOurs()) {
        return;
      }
      port.logIn(probe);
      throw new IOException("it says: " + probe.ask("SHUTDOWN"));
    } catch (ConnectException e) {
      return;
    } catch (EOFException | SocketException | SocketTimeoutException e) {
      awaitGone();
    }
  }

  private void awaitGone() throws IOException {
    long deadline = deadline();
    while (port.listens()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("it is still there after " + PATIENCE_MILLIS + " ms");
      }
      ProcessWait.aMoment();
    }
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
  }
}
