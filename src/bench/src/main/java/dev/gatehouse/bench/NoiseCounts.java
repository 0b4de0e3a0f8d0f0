package dev.gatehouse.bench;

/**
 * What became of tenant A's calls so far.
 *
 * @param answered with the tool's result
 * @param refused with "busy"
 * @param failed any other way, such as stopped by the timeout
 */
record NoiseCounts(long answered, long refused, long failed) {

  static final NoiseCounts NONE = new NoiseCounts(0, 0, 0);

  /** Reads what {@link #toString} wrote. */
  static NoiseCounts of(String line) {
    String[] fields = line.split(" ");
    return new NoiseCounts(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }

  NoiseCounts since(NoiseCounts before) {
    return new NoiseCounts(answered - before.answered, refused - before.refused, failed - before.failed);
  }

  NoiseCounts plus(Answer answer) {
    if (answer.isResult()) {
      return new NoiseCounts(answered + 1, refused, failed);
    }
    return answer.isBusy() ? new NoiseCounts(answered, refused + 1, failed) : new NoiseCounts(answered, refused, failed + 1);
  }

  @Override
  public String toString() {
    return answered + " " + refused + " " + failed;
  }
}
