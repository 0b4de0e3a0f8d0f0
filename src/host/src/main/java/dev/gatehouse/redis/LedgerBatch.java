package dev.gatehouse.redis;

import io.vertx.core.Future;

/** A batch of one tenant's writes, prepared once and sent until Redis has it. Its id makes sending it twice harmless. */
interface LedgerBatch {

  /**
   * Writes it.
   *
   * @return how many of its writes Redis refused
   */
  Future<Long> write(RedisLink link);

  /** How many of the waiting entries it holds. */
  int entries();

  /** How many refusals it adds up. */
  long refusals();

  /** How many bytes of heap those entries were counted for. */
  int weight();
}
