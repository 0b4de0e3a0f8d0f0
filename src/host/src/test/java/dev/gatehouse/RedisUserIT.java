package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.RedisUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the manual says keeps the host's user over a restart of Redis. */
class RedisUserIT {

  @RegisterExtension
  static final RedisExtension plain = RedisExtension.with(file("redis.conf"));

  @RegisterExtension
  static final RedisExtension withAclFile = RedisExtension.with("--aclfile", file("users.acl"));

  private static String file(String name) {
    try {
      return Files.createFile(Files.createTempDirectory("gatehouse-redis-conf").resolve(name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeUser(RedisExtension redis) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "gatehouse", "reset", "on", ">pw"));
    words.addAll(LeastRightsIT.RIGHTS);
    assertThat(redis.cli(words.toArray(String[]::new))).isEqualTo("OK");
  }

  private static String login(RedisExtension redis) {
    return RedisUser.cli(redis, "gatehouse", "pw", "PING");
  }

  private static void restart(RedisExtension redis) throws IOException {
    redis.stop();
    redis.start();
  }

  @Test
  void it_is_kept_by_the_line() throws IOException {
    assertThat(ManualPage.read(ManualPage.MANUAL.resolve("keys.md")).text()).contains("\nredis-cli CONFIG REWRITE\n", "`ACL SAVE`");
    makeUser(plain);
    restart(plain);
    assertThat(login(plain)).startsWith("WRONGPASS");
    makeUser(plain);
    assertThat(plain.cli("CONFIG", "REWRITE")).isEqualTo("OK");
    restart(plain);
    assertThat(login(plain)).isEqualTo("PONG");
  }

  @Test
  void it_is_kept_in_an_acl_file() throws IOException {
    makeUser(withAclFile);
    assertThat(withAclFile.cli("ACL", "SAVE")).isEqualTo("OK");
    restart(withAclFile);
    assertThat(login(withAclFile)).isEqualTo("PONG");
  }
}
