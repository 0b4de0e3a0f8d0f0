package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.List;

/** One kind of growth. */
interface Step {

  /** Measures it, on hosts of its own that are gone when it returns. */
  List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException;
}
