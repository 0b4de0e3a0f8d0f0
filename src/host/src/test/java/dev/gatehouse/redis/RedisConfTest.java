package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConfTest {

  private static String conf(String dir) {
    return new String(RedisConf.of(6379, new RedisFiles(Path.of(dir))), StandardCharsets.US_ASCII);
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
  void the_port_of_the_last_start_can_be_read_back(@TempDir Path folder) throws Exception {
    RedisFiles files = new RedisFiles(folder);
    assertThat(files.lastPort()).isEmpty();
    files.prepare(RedisConf.of(7001, files));
    assertThat(files.lastPort()).hasValue(7001);
  }
}
