package dev.gatehouse.redis.embedded;

import dev.gatehouse.redis.connection.RedisChecks;
import dev.gatehouse.redis.connection.RedisStartException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * The {@code redis-server} executable: the configured one, or else the bundled one, copied to the data folder, or else one on the PATH.
 *
 * @param path a file, or a name on the PATH
 * @param major the first number of its version
 */
public record RedisBinary(String path, int major) {

  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

  /**
   * Finds an executable of version 6.2 or newer.
   *
   * @param bin the folder that the bundled one is copied to, once
   * @param configured a path or a name on the PATH; null for the bundled one
   * @throws RedisStartException when none runs on this machine, or the configured one does not
   */
  public static RedisBinary find(Path bin, @Nullable Path configured) {
    return configured == null ? find(bin)
        : own(configured.getNameCount() > 1 ? configured.toAbsolutePath().toString() : configured.toString());
  }

  private static RedisBinary own(String configured) {
    try {
      return recent(configured);
    } catch (IOException e) {
      throw new RedisStartException("redis.embedded.binary " + configured + " does not serve: " + e.getMessage());
    }
  }

  private static RedisBinary find(Path bin) {
    String bundled;
    try {
      return recent(copy(bin).toString());
    } catch (IOException | RuntimeException e) {
      bundled = e.getMessage();
    }
    try {
      return recent("redis-server");
    } catch (IOException e) {
      throw new RedisStartException("no Redis to start here: the bundled one does not serve (" + bundled
          + "), nor does redis-server on the PATH (" + e.getMessage() + "); install Redis 6.2 or newer, or set redis.url");
    }
  }

  /** The file name of the copy; it includes the architecture, since a data folder may be moved to another machine. */
  static String name() {
    return "redis-server-" + RedisExecProvider.redisVersion + '-' + System.getProperty("os.arch");
  }

  private static Path copy(Path bin) throws IOException {
    Path copy = bin.resolve(name());
    if (!Files.isExecutable(copy)) {
      OwnerOnly.folder(bin);
      extract(copy);
    }
    return copy;
  }

  /** Extracts by a rename, so that an incomplete copy is never used. */
  private static void extract(Path copy) throws IOException {
    File unpacked = RedisExecProvider.defaultProvider().get();
    Path half = Files.createTempFile(copy.getParent(), "redis-server", ".part");
    try {
      Files.copy(unpacked.toPath(), half, StandardCopyOption.REPLACE_EXISTING);
      OwnerOnly.executable(half);
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

  private static RedisBinary recent(String executable) throws IOException {
    String said = run(executable);
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new IOException(executable + " does not tell its version");
    }
    int major = Integer.parseInt(version.group(1));
    if (!RedisChecks.recent(major, Integer.parseInt(version.group(2)))) {
      throw new IOException(executable + " is older than 6.2");
    }
    return new RedisBinary(executable, major);
  }

  private static String run(String executable) throws IOException {
    Process process = new ProcessBuilder(executable, "--version").redirectErrorStream(true).start();
    process.getOutputStream().close();
    ProcessWait.exitOf(process, 10_000);
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
