package dev.gatehouse.bench.micro;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Result;
import dev.gatehouse.plugin.load.PluginException;
import java.math.BigDecimal;
import java.util.concurrent.CompletionStage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Binding: schema check of the arguments, their conversion, the method of a built plugin, and the conversion of its result. */
public class BindingBenchmark extends Micro {

  private BuiltTool tool;
  private Feature.Body body;
  private BigDecimal two = BigDecimal.valueOf(2);

  /** Loads the plugin as the host does. */
  @Setup
  public void load() throws PluginException {
    tool = new BuiltTool();
    body = tool.body();
  }

  /** A call of {@code add}; its objects are part of it. */
  @Benchmark
  public CompletionStage<? extends Result> call() throws Exception {
    return body.call(BuiltTool.call());
  }

  /** The baseline: the sum. */
  @Benchmark
  public String sum() {
    return two.add(BigDecimal.valueOf(3)).toPlainString();
  }

  /** Unloads it. */
  @TearDown
  public void close() {
    tool.close();
  }
}
