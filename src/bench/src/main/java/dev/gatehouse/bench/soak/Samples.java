package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the host's process held over the run. */
final class Samples {

  private static final int FEWEST = 9;
  private static final double HEAP_SHARE = 1.15;
  private static final double HEAP_MORE = 6 << 20;
  private static final double THREADS_MORE = 4;
  private static final double FILES_MORE = 20;

  private record Sample(double seconds, Vitals vitals) {
  }

  private final List<Sample> samples = new ArrayList<>();

  void add(double seconds, Vitals vitals) {
    samples.add(new Sample(seconds, vitals));
  }

  /** Prints all, and whether the last third is no more than the first one and some. */
  boolean print() {
    samples.forEach(sample -> System.out.printf("  after %4.0f s: %s%n", sample.seconds(), sample.vitals()));
    if (samples.size() < FEWEST) {
      System.out.println("  too few samples to say whether they are flat; a longer run has " + FEWEST + " or more");
      return true;
    }
    boolean heap = flat("heap, MiB", vitals -> vitals.heap() / (double) (1 << 20), HEAP_SHARE, HEAP_MORE / (1 << 20));
    boolean threads = flat("threads", Vitals::threads, 1, THREADS_MORE);
    boolean files = flat("open files", Vitals::files, 1, FILES_MORE);
    return heap && threads && files;
  }

  private boolean flat(String what, ToDoubleFunction<Vitals> value, double share, double more) {
    int third = samples.size() / 3;
    double first = median(samples.subList(0, third), value);
    double last = median(samples.subList(samples.size() - third, samples.size()), value);
    double most = first * share + more;
    System.out.printf("  %s: median of the first third %.1f, of the last %.1f, at most %.1f is flat: %s%n", what, first, last, most,
        last <= most ? "yes" : "NO");
    return last <= most;
  }

  private static double median(List<Sample> part, ToDoubleFunction<Vitals> value) {
    double[] values = part.stream().map(Sample::vitals).mapToDouble(value).sorted().toArray();
    return values[values.length / 2];
  }
}
