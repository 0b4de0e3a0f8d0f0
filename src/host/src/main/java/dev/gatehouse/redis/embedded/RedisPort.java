package dev.gatehouse.redis.embedded;

import dev.gatehouse.redis.connection.RedisStartException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.OptionalInt;

/**
 * The loopback port of an embedded server. Another user's program may listen there while the server is down, so the password is sent only
 * while the process recorded in the folder is alive: it has held the port since its start.
 */
record RedisPort(int number, RedisFiles files, RedisPassword password) {

  private static final String HOST = "127.0.0.1";
  private static final int ANSWER_MILLIS = 5_000;
  /** The reply to {@code AUTH} of a server without a password. */
  private static final String NO_PASSWORD = "ERR AUTH";

  /** Connects; fails with {@link ConnectException} when nothing listens. */
  RedisProbe connect() throws IOException {
    return new RedisProbe(HOST, number, ANSWER_MILLIS);
  }

  /** Whether any process listens. */
  @SuppressWarnings("try")
  boolean listens() throws IOException {
    try (RedisProbe probe = connect()) {
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** Whether the server recorded in the folder listens. */
  boolean isOurs() throws IOException {
    OptionalInt last = files.lastPort();
    return last.isPresent() && last.getAsInt() == number && files.process().isPresent();
  }

  /**
   * Sends the password.
   *
   * @return false when the server has no password
   * @throws RedisStartException when it has another password
   */
  boolean logIn(RedisProbe ours) throws IOException {
    String answer = String.valueOf(ours.ask("AUTH", password.text()));
    if (!answer.equals("OK") && !answer.startsWith(NO_PASSWORD)) {
      throw new RedisStartException("the Redis that runs on " + files.dir() + " does not take the password in " + files.password()
          + "; put back the one that it was started with, or stop it: kill " + files.process().map(ProcessHandle::pid).orElse(0L));
    }
    return answer.equals("OK");
  }

  /** The server's reply to PING; empty when it does not run. */
  String ping() {
    try (RedisProbe probe = connect()) {
      if (!isOurs()) {
        return "";
      }
      logIn(probe);
      return String.valueOf(probe.ask("PING"));
    } catch (IOException e) {
      return "";
    }
  }
}
