package dev.gatehouse.redis;

import dev.gatehouse.redis.embedded.RedisProbe;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Commands as a user of a test's Redis who is not its administrator. */
public final class RedisUser {

  private RedisUser() {
  }

  /** Logs in and does what {@code redis-cli} does with the same words; an error is answered as it is. */
  public static String cli(RedisExtension redis, String user, String password, String... words) {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", redis.port(), 30_000)) {
      Object login = probe.ask("AUTH", user, password);
      return String.valueOf("OK".equals(login) ? probe.ask(words) : login);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
