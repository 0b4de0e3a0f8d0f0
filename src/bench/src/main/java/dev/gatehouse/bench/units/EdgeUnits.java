package dev.gatehouse.bench.units;

import dev.gatehouse.bench.HostRows;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Sizes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a call costs whose tool is on a worker, by turns with the same call in one process. */
final class EdgeUnits implements UnitStep {

  static final String ROW = "edge";
  private static final String BESIDE = "key-inline";

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    List<Unit> units = new ArrayList<>();
    for (HostRows.Measured row : HostRows.measure(bench, redis, List.of(BESIDE, ROW), Duration.ofSeconds(sizes.of("seconds")),
        sizes.of("rounds"))) {
      if (row.name().equals(ROW)) {
        units.addAll(CallUnits.of(row));
      } else {
        units.add(
            Unit.least("single.host", "the call of the row `" + BESIDE + "`, by turns with `" + ROW + "`", "µs of the host", row.host()));
      }
    }
    return units;
  }
}
