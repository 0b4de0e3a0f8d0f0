package dev.gatehouse.redis;

import io.vertx.core.Future;

/** Some writes of one tenant, made ready once and sent until Redis has them. Its id makes sending it twice harmless. */
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
