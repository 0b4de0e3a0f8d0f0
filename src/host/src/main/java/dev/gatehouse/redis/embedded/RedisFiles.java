package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The files in the folder of an embedded server: configuration, process id, log, password, locks and socket. */
record RedisFiles(Path dir) {

  private static final List<String> NAMES = List.of("appendonlydir", "appendonly.aof", "dump.rdb", "bin", "redis.conf", "redis.pid",
      "redis.log", "password", "hosts.lock", "start.lock");
  /** macOS takes 103 bytes, Linux 107. */
  private static final int LONGEST_SOCKET = 100;

  /** The folder of the bundled executable. */
  Path bin() {
    return dir.resolve("bin");
  }

  private Path conf() {
    return dir.resolve("redis.conf");
  }

  /** The file with the password, which hosts read, and {@code REDISCLI_AUTH} can be set from. */
  Path password() {
    return dir.resolve("password");
  }

  /**
   * The server's Unix socket, which hosts prefer to the port: another user's program can take the port while Redis does not run. Empty when
   * the path is too long for a socket.
   */
  Optional<Path> socket() {
    Path socket = dir.resolve("redis.sock");
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET ? Optional.of(socket) : Optional.empty();
  }

  Path startLock() {
    return dir.resolve("start.lock");
  }

  Path hostsLock() {
    return dir.resolve("hosts.lock");
  }

  Path pid() {
    return dir.resolve("redis.pid");
  }

  Path log() {
    return dir.resolve("redis.log");
  }

  /**
   * Removes the permissions of other users from the folder and from the files that earlier versions left in it.
   *
   * @return whether other users could read any of it
   */
  boolean narrow() throws IOException {
    boolean loose = OwnerOnly.narrow(dir);
    for (Path path : inside()) {
      loose |= OwnerOnly.narrow(path);
    }
    return loose;
  }

  /** The server's files; the folder may hold others, which are left alone. */
  private List<Path> inside() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String name : NAMES) {
      Path top = dir.resolve(name);
      if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
        try (Stream<Path> paths = Files.walk(top)) {
          paths.filter(path -> !Files.isSymbolicLink(path)).forEach(found::add);
        }
      }
    }
    return found;
  }

  /** Writes the configuration of the next start atomically, and removes the old process id. */
  void prepare(byte[] conf) throws IOException {
    Path half = Files.createTempFile(dir, "redis", ".part");
    Files.write(half, conf);
    Files.move(half, conf(), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(pid());
  }

  /** The port of the last start; empty when there was none. */
  OptionalInt lastPort() throws IOException {
    return Files.exists(conf()) ? RedisConf.port(Files.readAllBytes(conf())) : OptionalInt.empty();
  }

  /** Whether the server has started and ended since, as it does when it cannot read its data. */
  boolean ended() {
    return processId().isPresent() && process().isEmpty();
  }

  /** The server's running process. Other users can neither write an id here nor run a process as this user. */
  Optional<ProcessHandle> process() {
    OptionalLong id = processId();
    return id.isEmpty() ? Optional.empty() : ProcessHandle.of(id.getAsLong()).filter(RedisFiles::isOurs);
  }

  /** Whether it is still the server: its id may have been reused. A zombie process, as in a container without init, has no command. */
  private static boolean isOurs(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean redis = info.command().map(command -> command.contains("redis") || command.contains("valkey")).orElse(false);
    return process.isAlive() && redis && info.user().equals(ProcessHandle.current().info().user());
  }

  private OptionalLong processId() {
    try {
      String id = Files.readString(pid()).strip();
      return id.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The last line of the server's log, which says why it ended. */
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
