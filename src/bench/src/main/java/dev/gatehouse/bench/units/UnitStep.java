package dev.gatehouse.bench.units;

import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Sizes;
import java.io.IOException;
import java.util.List;

/** Measures some costs. */
interface UnitStep {

  /** Measures them, on hosts of its own that are gone when it returns. */
  List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException;
}
