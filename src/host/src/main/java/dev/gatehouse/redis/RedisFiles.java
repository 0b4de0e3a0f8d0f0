package dev.gatehouse.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;

/** What lies in the folder of an embedded server, beside its data. */
record RedisFiles(Path dir) {

  /** Holds our copy of the binary. */
  Path bin() {
    return dir.resolve("bin");
  }

  private Path conf() {
    return dir.resolve("redis.conf");
  }

  Path pid() {
    return dir.resolve("redis.pid");
  }

  Path log() {
    return dir.resolve("redis.log");
  }

  /** Keeps the configuration of a start that is about to happen, whole or not at all. */
  void prepare(byte[] conf) throws IOException {
    Path half = Files.createTempFile(dir, "redis", ".part");
    Files.write(half, conf);
    Files.move(half, conf(), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(pid());
  }

  /** The port of the last start. */
  OptionalInt lastPort() throws IOException {
    return Files.exists(conf()) ? RedisConf.port(Files.readAllBytes(conf())) : OptionalInt.empty();
  }

  /** Whether the server wrote its process id and ended, as it does when it cannot read its data. */
  boolean ended() throws IOException {
    if (!Files.exists(pid())) {
      return false;
    }
    String id = Files.readString(pid()).strip();
    return id.matches("\\d+") && !ProcessHandle.of(Long.parseLong(id)).map(ProcessHandle::isAlive).orElse(false);
  }

  /** The server's last words. */
  String lastLogLine() throws IOException {
    return Files.exists(log()) ? lastLine(Files.newInputStream(log())) : "nothing";
  }

  static String lastLine(InputStream text) throws IOException {
    try (text) {
      List<String> lines = new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
      return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1).strip();
    }
  }
}
