package dev.gatehouse.bench.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The {@code add} of the math plugin, but as a stage. */
public final class StagePlugin implements Plugin {

  /** Adds. */
  @Tool(description = "Adds two numbers.", annotations = @Tool.Annotations(
      readOnlyHint = true, idempotentHint = true, destructiveHint = false, openWorldHint = false))
  public CompletionStage<BigDecimal> add(
      @ToolArg(description = "the first number") BigDecimal a,
      @ToolArg(description = "the number to add to it") BigDecimal b) {
    return CompletableFuture.completedFuture(a.add(b));
  }
}
