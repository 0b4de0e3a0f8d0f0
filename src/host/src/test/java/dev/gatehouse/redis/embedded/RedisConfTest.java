package dev.gatehouse.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConfTest {

  private static final String SECRET = "0123456789abcdef0123456789ABCDEF";
  private static final RedisPassword PASSWORD = password();

  private static RedisPassword password() {
    try {
      Path file = Files.createTempFile("gatehouse", "password");
      Files.writeString(file, SECRET);
      RedisPassword read = RedisPassword.read(file);
      Files.delete(file);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String conf(String dir) {
    return new String(RedisConf.of(6379, new RedisFiles(Path.of(dir)), PASSWORD, 7), StandardCharsets.US_ASCII);
  }

  @Test
  void paths_are_absolute_and_quoted() {
    assertThat(conf("/srv/my data")).contains("\ndir \"/srv/my data\"\n", "\nlogfile \"/srv/my data/redis.log\"\n",
        "\npidfile \"/srv/my data/redis.pid\"\n");
  }

  @Test
  void a_path_cannot_end_its_line_and_begin_another() {
    assertThat(conf("/srv/\"\nport 1\\")).contains("\ndir \"/srv/\\\"\\nport 1\\\\\"\n").doesNotContain("\nport 1");
  }

  @Test
  void it_holds_the_hash_of_the_password_and_not_the_password() {
    assertThat(conf("/srv")).contains("user default on #" + PASSWORD.sha256() + ' ').doesNotContain(SECRET);
    assertThat(PASSWORD.toString()).doesNotContain(SECRET);
  }

  @Test
  void the_port_of_the_last_start_can_be_read_back(@TempDir Path folder) throws Exception {
    RedisFiles files = new RedisFiles(folder);
    assertThat(files.lastPort()).isEmpty();
    files.prepare(RedisConf.of(7001, files, PASSWORD, 7));
    assertThat(files.lastPort()).hasValue(7001);
  }
}
