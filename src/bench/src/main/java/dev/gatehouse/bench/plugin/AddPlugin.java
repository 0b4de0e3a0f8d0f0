package dev.gatehouse.bench.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.math.BigDecimal;

/** The {@code add} of the math plugin as most tools are: its author does not say whether it blocks. */
public final class AddPlugin implements Plugin {

  /** Adds. */
  @Tool(description = "Adds two numbers.", annotations = @Tool.Annotations(
      readOnlyHint = true, idempotentHint = true, destructiveHint = false, openWorldHint = false))
  public BigDecimal add(
      @ToolArg(description = "the first number") BigDecimal a,
      @ToolArg(description = "the number to add to it") BigDecimal b) {
    return a.add(b);
  }
}
