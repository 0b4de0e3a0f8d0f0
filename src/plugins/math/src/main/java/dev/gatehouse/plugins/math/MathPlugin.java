package dev.gatehouse.plugins.math;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.math.BigDecimal;

/** The smallest useful plugin. Decimals, so that 0.1 + 0.2 is 0.3. */
public final class MathPlugin implements Plugin {

  @Tool(description = "Adds two numbers.", blocking = false, annotations = @Tool.Annotations(
      readOnlyHint = true, idempotentHint = true, destructiveHint = false, openWorldHint = false))
  public BigDecimal add(
      @ToolArg(description = "the first number") BigDecimal a,
      @ToolArg(description = "the number to add to it") BigDecimal b) {
    return a.add(b);
  }

  @Tool(description = "Subtracts one number from another.", blocking = false, annotations = @Tool.Annotations(
      readOnlyHint = true, idempotentHint = true, destructiveHint = false, openWorldHint = false))
  public BigDecimal subtract(
      @ToolArg(description = "the number to subtract from") BigDecimal a,
      @ToolArg(description = "the number to take away") BigDecimal b) {
    return a.subtract(b);
  }
}
