package dev.gatehouse.redis;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisExecProvider;

/** Finds a {@code redis-server} that runs here: the bundled one, kept in a folder of ours, or else one on the PATH. */
final class RedisBinary {

  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

  private RedisBinary() {
  }

  /**
   * An executable of version 6.2 or newer.
   *
   * @param bin where the bundled one is copied to, once
   * @throws RedisStartException when this machine has none
   */
  static String find(Path bin) {
    String bundled;
    try {
      Path copy = copy(bin);
      requireRecent(copy.toString());
      return copy.toString();
    } catch (IOException | RuntimeException e) {
      bundled = e.getMessage();
    }
    try {
      requireRecent("redis-server");
      return "redis-server";
    } catch (IOException e) {
      throw new RedisStartException("no Redis to start here: the bundled one does not serve (" + bundled
          + "), nor does redis-server on the PATH (" + e.getMessage() + "); install Redis 6.2 or newer, or set redis.url");
    }
  }

  /** The architecture is part of the name because a data folder may be carried to another machine. */
  static String name() {
    return "redis-server-" + RedisExecProvider.redisVersion + '-' + System.getProperty("os.arch");
  }

  private static Path copy(Path bin) throws IOException {
    Path copy = bin.resolve(name());
    if (!Files.isExecutable(copy)) {
      Files.createDirectories(bin);
      extract(copy);
    }
    return copy;
  }

  /** By way of a rename, so that a half-written copy is never taken for a whole one. */
  private static void extract(Path copy) throws IOException {
    File unpacked = RedisExecProvider.defaultProvider().get();
    Path half = Files.createTempFile(copy.getParent(), "redis-server", ".part");
    try {
      Files.copy(unpacked.toPath(), half, StandardCopyOption.REPLACE_EXISTING);
      if (!half.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + half + " executable");
      }
      Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
      discard(unpacked);
    }
  }

  /** The library unpacks into a temporary folder, or names a file of the working directory by its relative path. */
  private static void discard(File unpacked) throws IOException {
    if (unpacked.isAbsolute()) {
      Files.deleteIfExists(unpacked.toPath());
      Files.deleteIfExists(unpacked.getParentFile().toPath());
    }
  }

  private static void requireRecent(String executable) throws IOException {
    String said = run(executable);
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new IOException(executable + " does not tell its version");
    }
    if (!RedisChecks.recent(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))) {
      throw new IOException(executable + " is older than 6.2");
    }
  }

  private static String run(String executable) throws IOException {
    Process process = new ProcessBuilder(executable, "--version").redirectErrorStream(true).start();
    process.getOutputStream().close();
    Waiting.exitOf(process, 10_000);
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
