package dev.gatehouse.redis.audit;

import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * An idempotent batch of one tenant's writes: prepared once and retried until Redis has it. Its number makes a repeated write harmless.
 */
interface LedgerBatch {

  /**
   * The part of a batch that Redis refused to write.
   *
   * @param count how many of its writes
   * @param reason what Redis said of the first of them; null for none, and where it refused the whole batch, which the link has noted
   */
  record Rejected(long count, @Nullable String reason) {

    /** Parses a script's reply: a count and, above zero, a reason. */
    static Rejected of(Response answer) {
      return new Rejected(answer.get(0).toLong(), answer.size() > 1 ? answer.get(1).toString() : null);
    }
  }

  /** Writes it. */
  Future<Rejected> write(RedisLink link);

  /** The number of queued entries in it. */
  int entries();

  /** The number of denials in it. */
  long refusals();

  /** The heap size that its entries were counted for, in bytes. */
  int weight();
}
