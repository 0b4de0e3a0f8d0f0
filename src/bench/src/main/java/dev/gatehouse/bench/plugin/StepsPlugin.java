package dev.gatehouse.bench.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Progress;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.math.BigDecimal;

/** The {@code add} of the math plugin, which tells its caller ten times how far it is. */
public final class StepsPlugin implements Plugin {

  private static final int STEPS = 10;

  /** Adds. */
  @Tool(description = "Adds two numbers.", annotations = @Tool.Annotations(
      readOnlyHint = true, idempotentHint = true, destructiveHint = false, openWorldHint = false))
  public BigDecimal add(
      @ToolArg(description = "the first number") BigDecimal a,
      @ToolArg(description = "the number to add to it") BigDecimal b,
      Progress progress) {
    for (int step = 1; step <= STEPS; step++) {
      progress.notify(step, STEPS);
    }
    return a.add(b);
  }
}
