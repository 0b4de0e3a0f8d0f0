package dev.gatehouse.bench.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Repeatable random numbers: the dice of a message depend on the seed of the run and the message's number, and on nothing else. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed, long number) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
  }

  /** From 0 up to below this. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
