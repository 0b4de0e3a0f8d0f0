package dev.gatehouse.bench.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Tool;
import java.time.Duration;
import java.util.List;

/** A bad neighbour: everything that a tool can do to those who share its host, short of breaking in. All of it blocks. */
public final class NoisePlugin implements Plugin {

  private static final Duration NAP = Duration.ofMillis(100);
  private static final Duration BURN = Duration.ofSeconds(1);
  private static final Duration DEAF = Duration.ofSeconds(20);
  private static final String LEVELS = """
      { "type": "object", "properties": { "level": { "enum": ["low", "high"] } }, "required": ["level"] }
      """;
  /** A little under the host's default {@code calls.maxResult}. */
  private static final String BIG = "x".repeat((4 << 20) - 1024);

  /** Answers at once. */
  @Tool(description = "Answers at once.")
  public String echo() {
    return "here";
  }

  /** Takes a while, so that calls pile up before it. */
  @Tool(description = "Answers after a tenth of a second.")
  public String nap() throws InterruptedException {
    Thread.sleep(NAP.toMillis());
    return "slept";
  }

  /** Never answers. */
  @Tool(description = "Sleeps until it is interrupted.")
  public String hang() throws InterruptedException {
    Thread.sleep(Duration.ofDays(1).toMillis());
    return "slept";
  }

  /** Keeps its thread long after its caller was told that it is over. */
  @Tool(description = "Sleeps for 20 seconds, whoever interrupts it.")
  public String stubborn() {
    long end = System.nanoTime() + DEAF.toNanos();
    for (long left = DEAF.toNanos(); left > 0; left = end - System.nanoTime()) {
      try {
        Thread.sleep(Duration.ofNanos(left).toMillis() + 1);
      } catch (InterruptedException e) {
        // Deaf, as said.
      }
    }
    return "slept";
  }

  /** Spins by the clock and not by processor time: virtual threads do not tell theirs. */
  @Tool(description = "Keeps a processor busy for a second, or until it is interrupted.")
  public String burn() {
    long end = System.nanoTime() + BURN.toNanos();
    while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return "burned";
  }

  /** The longest answer that passes. */
  @Tool(description = "Answers with almost 4 MiB of text.")
  public String big() {
    return BIG;
  }

  /** Takes the longest request that passes. */
  @Tool(description = "Counts numbers.")
  public int count(List<Integer> numbers) {
    return numbers.size();
  }

  /** Whoever gives something else is told which levels there are. */
  @Tool(description = "Picks a level.", inputSchema = LEVELS)
  public String pick(String level) {
    return level;
  }
}
