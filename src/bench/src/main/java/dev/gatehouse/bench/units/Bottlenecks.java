package dev.gatehouse.bench.units;

import dev.gatehouse.bench.growth.Sizes;
import java.util.List;
import java.util.stream.Collectors;

/** What stops growth, where that stands for a goal, and what to do there. */
final class Bottlenecks {

  /** What of the code and of the usual settings of Linux it goes by. */
  private static final int KNOWN_KEYS = 50_000;
  private static final int ISSUERS = 20_000;
  private static final int WORKERS_OF_AN_EDGE = 1_000;
  private static final int PORTS_OF_AN_ADDRESS = 28_232;
  private static final double AUDIT_OF_A_TENANT = 256L << 20;
  private static final int SESSIONS_OF_A_TENANT = 10_000;
  private static final double LOGS_OF_A_TENANT = 64L << 20;

  private static final double MICROS = 1e6;
  private static final double MILLIS = 1e3;
  private static final double MIB = 1 << 20;
  private static final double GIB = 1L << 30;

  private final Plan plan;
  private final Numbers numbers;
  private final double keys;
  private final double tenants;
  private final double streams;
  private final double processors;
  private final double gib;

  Bottlenecks(Plan plan, Numbers numbers, Sizes goal) {
    this.plan = plan;
    this.numbers = numbers;
    this.keys = goal.of("keys");
    this.tenants = goal.of("tenants");
    this.streams = goal.of("streams");
    this.processors = goal.of("processors");
    this.gib = goal.of("gib");
  }

  private static String n(double value) {
    return Plan.n(value);
  }

  private String perSecond(String row) {
    return n(MICROS / numbers.of(row + ".redis"));
  }

  private record Bottleneck(String what, String where, String remedy) {
    String line() {
      return "| %s | %s | %s |\n".formatted(what, where, remedy);
    }
  }

  /** The table, in the order in which the goal meets them. One whose numbers were not measured is left out. */
  String table() {
    return """
        | limit | where it is | what to do about it |
        |---|---|---|
        """
        + List.of(audit(), revocations(), tenant(), events(), known(), names(), connections(), starts(), workers(), issuers(), sessions(),
            metrics())
            .stream().map(Bottleneck::line).filter(Plan::isMeasured).collect(Collectors.joining());
  }

  private static Bottleneck bottleneck(String what, String where, String remedy) {
    return new Bottleneck(what, where, remedy);
  }

  private Bottleneck audit() {
    return bottleneck("memory of Redis for the audit log",
        "a tenant that calls much fills its `audit.maxBytes`, 256 MiB. A shard of %s GiB, half full, holds %s such tenants".formatted(
            n(gib),
            n(Math.floor(gib * GIB / 2 / AUDIT_OF_A_TENANT))),
        "Set `audit.maxBytes` to what you have room for, here %s; read the log out of Redis before it is trimmed (`XREAD`); add shards"
            .formatted(plan.auditOfATenant()));
  }

  private Bottleneck revocations() {
    return bottleneck("revocations, each of which makes every host ask about all keys that it has a call or a stream of",
        "%s keys in use: %s ms of the Redis that holds `mcp:revoked`, so %s revocations a second take a tenth of it".formatted(n(streams),
            n(plan.revocationMicros() / MILLIS), n(MICROS / 10 / plan.revocationMicros())),
        "Revoke many with one `SADD` of many members: that is one change. Revoke an owner and not each of its keys. `HSET mcp:key:<id>"
            + " status"
            + " disabled` concerns that key alone: %s µs of Redis".formatted(n(numbers.of("change.1.redis"))));
  }

  private Bottleneck tenant() {
    return bottleneck("one tenant, whose limits, usage and audit are in one slot, on one thread of Redis",
        "%s calls a second with a rate counted exactly (%s when they come one at a time), %s with a lease, %s without limits".formatted(
            perSecond("rate"), perSecond("rate-alone"), perSecond("lease"), perSecond("key-inline")),
        "Leases (`limits.lease`, on by default, for large rates); several tenants instead of one; a faster processor for Redis. More shards"
            + " do not help one tenant");
  }

  private Bottleneck events() {
    double hosts = plan.hostCount();
    return bottleneck("sessions of older revisions: every host hears of every message that is kept for replay",
        "%s µs of each other host for a call with 10 messages: with %s hosts, 1,000 such calls a second take %s %% of a processor of all others"
            .formatted(n(numbers.of("heard.host")), n(hosts), n(100_000 * (hosts - 1) * numbers.of("heard.host") / MICROS)),
        "Clients of 2026-07-28, whose calls nobody else hears of; calls in sessions that are answered without messages are not kept"
            + " either");
  }

  private Bottleneck known() {
    return bottleneck("keys that a host knows without asking Redis: 50,000",
        "of %s keys, all equally used, a host does not know %s %%; such a call costs %s µs of the host and %s µs of Redis".formatted(
            n(keys),
            n(100 * Math.max(0, 1 - KNOWN_KEYS / keys)), n(numbers.of("cold.host")), n(numbers.of("cold.redis"))),
        "A host also remembers 10,000 tokens that it has verified. Few keys make most calls, so look at your own share first. Else let"
            + " the balancer choose the host by the credential (HAProxy: `balance hdr(Authorization)`): then each host sees its part of the keys. Nothing else depends on it");
  }

  private Bottleneck names() {
    return bottleneck("names in Redis, which a host goes through at its start for the issuers of tokens",
        "%s names take %s s, in which tokens get 503 on that host; keys do not wait".formatted(n(plan.names()),
            n(plan.names() * numbers.of("scan.redis") / MICROS)),
        "More shards divide it. Start hosts one after the other. Usage makes most names: one for each key and day, for 90 days");
  }

  private Bottleneck connections() {
    return bottleneck("connections of a host, and of a proxy to a host",
        "49,152 with `LimitNOFILE=65536`; and %s from one address of a proxy to one port of a host (`ip_local_port_range` of Linux)"
            .formatted(
                n(PORTS_OF_AN_ADDRESS)),
        "More hosts: %s streams need %s for this alone; a larger `LimitNOFILE` and `http.maxConnections`; several addresses or HTTP/2"
            .formatted(n(streams), n(Math.ceil(streams / PORTS_OF_AN_ADDRESS))) + " between proxy and host");
  }

  private Bottleneck starts() {
    double seconds = tenants * numbers.of("tenant.start") / MILLIS;
    return bottleneck("the start of a host with all tenants",
        "%s tenants with one plugin need %s s of processor time: %s s on %s processors, and %s GiB of heap".formatted(n(tenants),
            n(seconds),
            n(seconds / processors), n(processors), n(tenants * numbers.of("tenant.heap") / GIB)),
        "Groups of tenants on groups of hosts, by the path `/t/<tenant>/`; workers, so that edges load no plugins");
  }

  private Bottleneck workers() {
    return bottleneck("workers of an edge: 1,000",
        "with a worker for each of %s tenants, %s clusters. Each edge pings each of its workers twice a second".formatted(n(tenants),
            n(Math.ceil(tenants / WORKERS_OF_AN_EDGE))),
        "Workers only for tenants that need one, or one for a group of tenants; groups of edges, each with a cluster of its own");
  }

  private Bottleneck issuers() {
    return bottleneck("issuers of tokens of all tenants together: 20,000",
        "%s for each of %s tenants".formatted(n(ISSUERS / tenants), n(tenants)),
        "One issuer for many tenants needs a record in each. Beyond that, a second installation with a Redis of its own");
  }

  private Bottleneck sessions() {
    return bottleneck("sessions of one tenant", "%s, and %s MiB of messages kept for replay".formatted(n(SESSIONS_OF_A_TENANT),
        n(LOGS_OF_A_TENANT / MIB)), "`sessions.perTenant`; the index of a tenant's sessions is one sorted set, in one slot");
  }

  private Bottleneck metrics() {
    return bottleneck("`/metrics` with labels by tenant", "%s MiB for each scrape of each host".formatted(
        n(tenants * numbers.of("tenant.metrics") / MIB)), "Scrape less often, or drop the metrics by tenant in Prometheus");
  }
}
