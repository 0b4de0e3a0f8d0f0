package dev.gatehouse.bench.units;

import dev.gatehouse.bench.HostRows;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Sizes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a call of each kind costs the host, Redis and the network, audit and usage included; and what it leaves in Redis. */
final class CallUnits implements UnitStep {

  static final List<String> ROWS = List.of("key-inline", "key", "token", "lease", "rate", "limits", "quota", "progress", "session",
      "session-progress", "key-inline-alone", "lease-alone", "rate-alone");

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    List<Unit> units = new ArrayList<>();
    for (HostRows.Measured row : HostRows.measure(bench, redis, ROWS, Duration.ofSeconds(sizes.of("seconds")), sizes.of("rounds"))) {
      units.addAll(of(row));
    }
    try (Redis connection = redis.connect()) {
      units.add(new Unit("audit.bytes", "an entry of the audit log", "bytes of Redis", Names.bytesOfEntry(connection, "mcp:audit:*")));
    }
    return units.stream().filter(unit -> !unit.values().isEmpty()).toList();
  }

  static List<Unit> of(HostRows.Measured row) {
    String name = row.name();
    Unit workers =
        Unit.least("workers.host", "what of a call of the row `" + name + "` is of the worker", "µs of the worker", row.workers());
    return List.of(Unit.least(name + ".host", row.title(), "µs of the host", row.host()),
        Unit.least(name + ".redis", row.title(), "µs of Redis", row.redis()),
        new Unit(name + ".commands", row.title(), "commands of Redis", row.traffic().stream().map(each -> each.commands()).toList()),
        new Unit(name + ".network", row.title(), "bytes from and to Redis",
            row.traffic().stream().map(each -> each.in() + each.out()).toList()),
        Unit.once(name + ".http", row.title(), "bytes of HTTP", (double) row.http()), workers);
  }
}
