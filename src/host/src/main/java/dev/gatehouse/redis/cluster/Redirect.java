package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.RedisErrors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a Redis Cluster answers to a command that it did not run (Redis Cluster specification, "Redirection and resharding").
 *
 * @param kind what to do
 * @param slot of the command's key; {@link HashSlot#NONE} where none is told
 * @param to the node to ask instead; null where none is told
 * @param text the answer
 */
record Redirect(Kind kind, int slot, @Nullable Server to, String text) {

  /** Kinds of answers. */
  enum Kind {
    /** Another node serves the slot. */
    MOVED,
    /** The slot is on its way to another node; this command goes there. */
    ASK,
    /** Some keys of the command are on their way, others are not. */
    TRYAGAIN,
    /** The slot, or the whole cluster, is not served. */
    CLUSTERDOWN
  }

  private static final Pattern TARGET = Pattern.compile("(\\d{1,5}) (\\S*):(\\d{1,5})");

  /**
   * Reads the answer that failed a command.
   *
   * @param asked the node that sent it
   * @return null when it is another answer, or none
   */
  static @Nullable Redirect of(Throwable failure, Server asked) {
    Throwable answer = RedisErrors.answer(failure.getCause());
    String text = answer == null ? null : answer.getMessage();
    if (text == null) {
      return null;
    }
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind + " ")) {
        return of(kind, text, TARGET.matcher(text.substring(kind.name().length() + 1)), asked);
      }
    }
    return null;
  }

  private static @Nullable Redirect of(Kind kind, String text, Matcher target, Server asked) {
    if (kind == Kind.TRYAGAIN || kind == Kind.CLUSTERDOWN) {
      return new Redirect(kind, HashSlot.NONE, null, text);
    }
    return target.matches() && Integer.parseInt(target.group(1)) < HashSlot.COUNT
        ? new Redirect(kind, Integer.parseInt(target.group(1)),
            ClusterReplies.address(target.group(2), Integer.parseInt(target.group(3)), asked), text)
        : null;
  }
}
