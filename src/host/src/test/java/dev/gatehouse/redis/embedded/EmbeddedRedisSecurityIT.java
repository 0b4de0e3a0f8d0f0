package dev.gatehouse.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.config.EmbeddedRedisConfig;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.connection.RedisStartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the embedded Redis: whoever may read the password file, and no other user of the machine. */
class EmbeddedRedisSecurityIT {

  @TempDir
  Path folder;

  private EmbeddedRedisConfig config;
  private EmbeddedRedis redis;

  @BeforeEach
  void choosePort() throws IOException {
    config = new EmbeddedRedisConfig(RedisExtension.freePort(), folder.resolve("above").resolve("data"), null);
  }

  @AfterEach
  void leaveNothingBehind() throws IOException {
    if (redis != null) {
      redis.shutdown();
    }
    EmbeddedHost.end(config);
  }

  private String ask(String... words) throws IOException {
    return EmbeddedHost.ask(config, words);
  }

  private String askWithoutPassword(String... words) throws IOException {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", config.port(), 5_000)) {
      return String.valueOf(probe.ask(words));
    }
  }

  private String secret() throws IOException {
    return Files.readString(config.dir().resolve("password")).strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PING", "HSET mcp:key:x tenant demo", "CONFIG GET dir", "FLUSHALL", "SHUTDOWN", "EVAL return 0"})
  void nothing_is_had_without_the_password(String command) throws IOException {
    redis = EmbeddedRedis.start(config);
    assertThat(askWithoutPassword(command.split(" "))).startsWith("NOAUTH");
    assertThat(ask("PING")).isEqualTo("PONG");
  }

  @Test
  void its_password_is_its_own_and_stays() throws IOException {
    redis = EmbeddedRedis.start(config);
    String first = secret();
    assertThat(first).matches("[0-9a-f]{64}");
    redis.shutdown();
    redis = EmbeddedRedis.start(config);
    assertThat(secret()).isEqualTo(first);
    EmbeddedRedisConfig other = new EmbeddedRedisConfig(RedisExtension.freePort(), folder.resolve("other"), null);
    EmbeddedRedis.start(other).shutdown();
    assertThat(Files.readString(other.dir().resolve("password")).strip()).isNotEqualTo(first);
  }

  @Test
  void the_password_is_on_no_command_line_and_in_no_other_file() throws IOException {
    redis = EmbeddedRedis.start(config);
    String commands = ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse(""))
        .collect(Collectors.joining());
    assertThat(commands).contains("redis-server").doesNotContain(secret());
    for (Path file : everything(config.dir())) {
      if (Files.isRegularFile(file) && !file.endsWith("password")) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as("%s", file).doesNotContain(secret());
      }
    }
  }

  @Test
  void its_files_and_folders_are_its_owners_alone() throws IOException, InterruptedException {
    redis = EmbeddedRedis.start(config);
    ask("SET", "a", "b");
    ask("BGREWRITEAOF");
    // Files that it renames come and go under the eyes of the one who looks.
    while (!ask("INFO", "persistence").contains("aof_rewrite_in_progress:0\r")) {
      Thread.sleep(10);
    }
    assertOwnerOnly();
    assertThat(permissions(config.dir().getParent())).as("a folder that was created on the way").isEqualTo("rwx------");
  }

  private void assertOwnerOnly() throws IOException {
    for (Path path : everything(config.dir())) {
      assertThat(permissions(path)).as("%s", path).endsWith("------");
    }
  }

  private static List<Path> everything(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void what_others_could_read_is_taken_from_them_and_what_is_not_ours_is_left() throws IOException {
    EmbeddedRedis.start(config).shutdown();
    for (Path path : everything(config.dir())) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxrwxr-x" : "rw-r--r--"));
    }
    Path binary = config.dir().resolve("bin").resolve(RedisBinary.name());
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    redis = EmbeddedRedis.start(config);
    assertOwnerOnly();
    Path stranger = Files.writeString(config.dir().resolve("notes.txt"), "x");
    Files.setPosixFilePermissions(stranger, PosixFilePermissions.fromString("rw-r--r--"));
    redis.shutdown();
    redis = EmbeddedRedis.start(config);
    assertThat(permissions(stranger)).isEqualTo("rw-r--r--");
  }

  @Test
  void a_password_file_of_another_user_is_refused() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file away");
    Files.createDirectories(config.dir());
    Path planted = Files.writeString(config.dir().resolve("password"), "0".repeat(64));
    Files.setOwner(planted, planted.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThatThrownBy(() -> EmbeddedRedis.start(config)).isInstanceOf(RedisStartException.class)
        .hasMessageContaining("redis.embedded.dir").hasMessageContaining("is not a file of this user's");
  }

  @Test
  void an_operators_own_password_is_taken_and_a_weak_one_is_not() throws IOException {
    Files.createDirectories(config.dir());
    Path file = Files.writeString(config.dir().resolve("password"), "changeit\n");
    assertThatThrownBy(() -> EmbeddedRedis.start(config)).isInstanceOf(RedisStartException.class)
        .hasMessageContaining("32 to 512 letters").hasMessageNotContaining("changeit");
    Files.writeString(file, "an-operators-own-Password_of-32-letters\n");
    redis = EmbeddedRedis.start(config);
    assertThat(ask("PING")).isEqualTo("PONG");
    assertThat(redis.url()).endsWith("?password=an-operators-own-Password_of-32-letters");
  }

  /** Modules, debugging and replication are how a stolen password is made into more than that. */
  @ParameterizedTest
  @ValueSource(strings = {"MODULE LIST", "DEBUG JMAP", "REPLICAOF 127.0.0.1 1", "SLAVEOF 127.0.0.1 1", "MIGRATE h 1 k 0 1", "RESTORE k 0 x",
      "CONFIG SET dir /tmp", "CONFIG SET dbfilename x.so", "SYNC", "PSYNC ? -1"})
  void the_password_does_not_buy_the_machine(String command) throws IOException {
    redis = EmbeddedRedis.start(config);
    assertThat(ask(command.split(" "))).startsWith("ERR");
  }

  @Test
  void answers_that_nobody_reads_have_a_bound() throws IOException {
    redis = EmbeddedRedis.start(config);
    assertThat(ask("CONFIG", "GET", "maxmemory-clients")).isEqualTo("[maxmemory-clients, " + (256 << 20) + "]");
  }

  @Test
  void one_left_by_an_earlier_version_without_a_password_gets_one_and_loses_nothing() throws IOException {
    leaveOneWithoutPassword();
    assertThat(askWithoutPassword("SADD", "mcp:revoked", "tenant:demo")).isEqualTo("1");
    redis = EmbeddedRedis.start(config);
    assertThat(askWithoutPassword("SMEMBERS", "mcp:revoked")).startsWith("NOAUTH");
    assertThat(ask("SMEMBERS", "mcp:revoked")).isEqualTo("[tenant:demo]");
    assertOwnerOnly();
  }

  /** As version 0.1 did until it made a password: what lies in the folder is readable, and so is the server. */
  private void leaveOneWithoutPassword() throws IOException {
    RedisFiles files = new RedisFiles(Files.createDirectories(config.dir()).toRealPath());
    RedisPassword any = RedisPassword.readOrCreate(files.password());
    String conf = new String(RedisConf.of(config.port(), files, any, 7), StandardCharsets.US_ASCII);
    Files.delete(files.password());
    String old = conf.lines().filter(line -> !line.matches("(user|rename-command|unixsocket.*|maxmemory-clients) .*"))
        .collect(Collectors.joining("\n", "", "\n"));
    files.prepare(old.getBytes(StandardCharsets.US_ASCII));
    Process launcher = new ProcessBuilder(RedisBinary.find(files.bin(), null).path(), "-").start();
    launcher.getOutputStream().write(old.getBytes(StandardCharsets.US_ASCII));
    launcher.getOutputStream().close();
    assertThat(ProcessWait.exitOf(launcher, 10_000)).isZero();
    while (!EmbeddedHost.answers(new EmbeddedRedisConfig(config.port(), withPassword(), null))) {
      ProcessWait.aMoment();
    }
  }

  /** Any folder with any password in it; a server without one does not mind. */
  private Path withPassword() throws IOException {
    Path any = Files.createDirectories(folder.resolve("any"));
    Files.writeString(any.resolve("password"), "x");
    return any;
  }

  @Test
  void a_password_that_was_changed_under_it_is_a_sentence_and_starts_no_second_server() throws IOException {
    EmbeddedHost.start(config).kill();
    long process = EmbeddedHost.process(config).pid();
    Files.writeString(config.dir().resolve("password"), "f".repeat(64));
    for (int port : new int[] {config.port(), RedisExtension.freePort(), 0}) {
      assertThatThrownBy(() -> EmbeddedRedis.start(new EmbeddedRedisConfig(port, config.dir(), null)))
          .isInstanceOf(RedisStartException.class)
          .hasMessageContaining("does not take the password").hasMessageContaining("kill " + process);
    }
    assertThat(EmbeddedHost.process(config).pid()).isEqualTo(process);
  }

  /** Another user can listen on the port while Redis does not run, and knows where its folder is. */
  @Test
  @SuppressWarnings("try")
  void a_stranger_on_the_port_is_not_told_the_password_and_not_believed() throws Exception {
    EmbeddedRedis.start(config).shutdown();
    try (ServerSocket stranger = new ServerSocket(config.port(), 10, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<String> told = CompletableFuture.supplyAsync(() -> pretend(stranger, config.dir()));
      assertThatThrownBy(() -> EmbeddedRedis.start(config)).isInstanceOf(RedisStartException.class)
          .hasMessageStartingWith("redis.embedded.port " + config.port() + " is taken by ");
      stranger.close();
      assertThat(told.join()).contains("CONFIG").doesNotContain(secret());
    }
  }

  /** Answers as Redis would, and keeps what it is told. */
  private static String pretend(ServerSocket listening, Path dir) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try {
      while (true) {
        try (Socket socket = listening.accept()) {
          byte[] some = new byte[1024];
          for (int n = socket.getInputStream().read(some); n > 0; n = socket.getInputStream().read(some)) {
            told.write(some, 0, n);
            String answer = told.toString(StandardCharsets.US_ASCII).contains("CONFIG")
                ? "*2\r\n$3\r\ndir\r\n$" + dir.toString().length() + "\r\n" + dir + "\r\n" : "+OK\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    } catch (IOException closed) {
      return told.toString(StandardCharsets.US_ASCII);
    }
  }
}
