package dev.gatehouse.redis.report;

import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * A command that changes something in Redis, to be shown to an operator or to be sent.
 *
 * @param words the command's name and its arguments, unquoted
 */
public record RedisCommand(List<String> words) {

  /** Copies the words. */
  public RedisCommand {
    words = List.copyOf(words);
  }

  static RedisCommand of(String... words) {
    return new RedisCommand(List.of(words));
  }

  /** The command as redis-cli reads it on its standard input. */
  public String line() {
    return RedisCliLine.of(words.stream());
  }

  /** The command as a shell takes it, with {@code redis-cli} and its options in front. */
  public String shell(RedisCli cli) {
    return RedisCliLine.shell(cli, words);
  }

  /** Sends it. Fails with {@link dev.gatehouse.auth.StoreUnavailableException} when Redis does not answer, or refuses. */
  public Future<Void> send(RedisLink link) {
    Request request = Request.cmd(Command.create(words.get(0)));
    words.stream().skip(1).forEach(request::arg);
    return link.send(request, RedisLink.MAY_FAIL).mapEmpty();
  }
}
