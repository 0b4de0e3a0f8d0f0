package dev.gatehouse.bench.units;

import dev.gatehouse.bench.growth.Sizes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What follows from the costs for a goal: hosts, shards of Redis, memory, network, and what does not grow. Each line shows its formula and
 * its numbers. A line that needs a number that was not measured is left out.
 */
final class Plan {

  /** What of the code and of the default configuration the plan goes by. */
  private static final double KNOWN_KEYS = 50_000;
  private static final double USAGE_DAYS = 90;
  private static final double AUDIT_DAYS = 30;
  private static final double AUDIT_OF_A_TENANT = 256L << 20;
  private static final double DAY_SECONDS = 86_400;
  private static final double FILES = 65_536;
  private static final double CONNECTIONS_OF_FILES = 0.75;
  private static final double HEAP_OF_STREAMS = 0.5;

  private static final double MICROS = 1e6;
  private static final double GIB = 1L << 30;
  private static final double BITS = 8;
  private static final double GIGA = 1e9;
  private static final double PERCENT = 100;
  /** Of Redis' time that revocations may take, in percent. */
  private static final double REVOKING = 10;
  /** The kind of calls that numbers of hosts go by. */
  private static final String USUAL = "rate";

  private final Numbers numbers;
  private final double calls;
  private final double keys;
  private final double tenants;
  private final double streams;
  private final double busy;
  private final double processors;
  private final double gib;

  Plan(Numbers numbers, Sizes goal) {
    this.numbers = numbers;
    this.calls = goal.of("calls");
    this.keys = goal.of("keys");
    this.tenants = goal.of("tenants");
    this.streams = goal.of("streams");
    this.busy = goal.of("busy") / PERCENT;
    this.processors = goal.of("processors");
    this.gib = goal.of("gib");
  }

  private double of(String id) {
    return numbers.of(id);
  }

  static String n(double value) {
    return value >= MICROS ? String.format(Locale.ROOT, "%,.0f", value) : Unit.number(value).replaceAll("\\.00?$", "");
  }

  private static double up(double value) {
    return Math.ceil(value - 1e-9);
  }

  private double processors(String row) {
    return calls * of(row + ".host") / MICROS / busy;
  }

  private double shards(String row) {
    return up(calls * of(row + ".redis") / MICROS / busy);
  }

  /** Hosts and shards by processor time, by the kind of call. */
  String byCalls(List<String> rows) {
    return """
        | %s calls a second of the kind | processors of hosts | hosts with %s | Redis shards | one tenant, calls/s at most | \
        HTTP, Gbit/s | Redis, Gbit/s |
        |---|---:|---:|---:|---:|---:|---:|
        """
        .formatted(n(calls), n(processors))
        + rows.stream().filter(row -> numbers.find(row + ".host").isPresent())
            .map(this::byCalls).collect(Collectors.joining());
  }

  private String byCalls(String row) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |\n".formatted(row, n(processors(row)), n(up(processors(row) / processors)),
        n(shards(row)), n(MICROS / of(row + ".redis")), n(calls * of(row + ".http") * BITS / GIGA),
        n(calls * of(row + ".network") * BITS / GIGA));
  }

  /** Lines of formula, numbers and answer. */
  private static String table(List<String> lines) {
    return """
        | what | formula | with these numbers |
        |---|---|---:|
        """ + lines.stream().filter(Plan::isMeasured).map(line -> line + '\n').collect(Collectors.joining());
  }

  /** Whether a line of a table has all its numbers: one that was not measured is written as a question mark. */
  static boolean isMeasured(String line) {
    return line.indexOf('?') < 0;
  }

  private static String line(String what, String formula, String answer) {
    return "| %s | %s | %s |".formatted(what, formula, answer);
  }

  private static String gib(double bytes) {
    return Unit.number(bytes / GIB) + " GiB";
  }

  /** The memory of Redis. */
  String redisMemory() {
    double records = keys * of("keyrecord.bytes");
    double seen = keys * of("seen.bytes");
    double cells = keys * of("cell.bytes");
    double usage = keys * of("usage.bytes") * USAGE_DAYS;
    double ofTenants = tenants * of("tenantrecord.bytes");
    double written = calls * DAY_SECONDS * AUDIT_DAYS * of("audit.bytes");
    double bound = tenants * AUDIT_OF_A_TENANT;
    double sessions = streams * of("sessionrecord.bytes");
    double withoutAudit = withoutAudit();
    return table(List.of(
        line("records of keys", "keys × `keyrecord.bytes` = %s × %s".formatted(n(keys), n(of("keyrecord.bytes"))), gib(records)),
        line("last uses", "keys × `seen.bytes` = %s × %s".formatted(n(keys), n(of("seen.bytes"))), gib(seen)),
        line("limits, each key in the middle of one", "keys × `cell.bytes` = %s × %s".formatted(n(keys), n(of("cell.bytes"))), gib(cells)),
        line("usage, each key used each day",
            "keys × `usage.bytes` × %s days = %s × %s × %s".formatted(n(USAGE_DAYS), n(keys), n(of("usage.bytes")), n(USAGE_DAYS)),
            gib(usage)),
        line("records of tenants", "tenants × `tenantrecord.bytes` = %s × %s".formatted(n(tenants), n(of("tenantrecord.bytes"))),
            gib(ofTenants)),
        line("sessions, each stream of one",
            "streams × `sessionrecord.bytes` = %s × %s".formatted(n(streams), n(of("sessionrecord.bytes"))),
            gib(sessions)),
        line("all of these", "sum", gib(withoutAudit)),
        line("shards for them, half full", "sum ÷ (%s GiB ÷ 2)".formatted(n(gib)), n(up(withoutAudit / (gib * GIB / 2)))),
        line("the audit log, if all was kept for `audit.keep`",
            "calls/s × 86,400 × %s days × `audit.bytes` = %s × 86,400 × %s × %s".formatted(n(AUDIT_DAYS), n(calls), n(AUDIT_DAYS),
                n(of("audit.bytes"))),
            gib(written)),
        line("the audit log at `audit.maxBytes`", "tenants × 256 MiB = %s × 256 MiB".formatted(n(tenants)), gib(bound)),
        line("shards for the smaller of both, half full", "÷ (%s GiB ÷ 2)".formatted(n(gib)),
            n(up(Math.min(written, bound) / (gib * GIB / 2)))),
        line("`audit.maxBytes` with which the audit log needs no more than all else", "sum ÷ tenants",
            auditOfATenant())));
  }

  /** Bytes of Redis for all but the audit log. */
  private double withoutAudit() {
    return DoubleStream
        .of(keys * (of("keyrecord.bytes") + of("seen.bytes") + of("cell.bytes") + of("usage.bytes") * USAGE_DAYS),
            tenants * of("tenantrecord.bytes"), streams * of("sessionrecord.bytes"))
        .filter(value -> !Double.isNaN(value)).sum();
  }

  /** As much for each tenant's audit log as all else takes together. */
  String auditOfATenant() {
    return Unit.number(withoutAudit() / tenants / (1 << 20)) + " MiB";
  }

  /** The names in Redis, when each key is used each day. */
  double names() {
    return keys * (2 + USAGE_DAYS);
  }

  /** Redis' time for a revocation, when each stream has a key of its own. */
  double revocationMicros() {
    return of("revocation.1.redis") + (hostCount() - 1) * slope("revocation") + streams * of("inuse.redis");
  }

  /** The memory of hosts, and what limits the streams of one. */
  String hosts() {
    double known = Math.min(KNOWN_KEYS, keys) * of("known.heap");
    double plugins = tenants * of("tenant.heap");
    double byHeap = HEAP_OF_STREAMS * gib * GIB / of("stream.heap");
    double byHeapOfSessions = HEAP_OF_STREAMS * gib * GIB / of("sessionstream.heap");
    double byFiles = FILES * CONNECTIONS_OF_FILES;
    double idle = streams * of("stream.idle") / MICROS;
    double start = tenants * of("tenant.start") / 1_000;
    return table(List.of(
        line("heap for keys that it knows", "min(50,000, keys) × `known.heap` = %s × %s".formatted(n(Math.min(KNOWN_KEYS, keys)),
            n(of("known.heap"))), gib(known)),
        line("heap for tenants with one plugin", "tenants × `tenant.heap` = %s × %s".formatted(n(tenants), n(of("tenant.heap"))),
            gib(plugins)),
        line("start: processor time for tenants", "tenants × `tenant.start` = %s × %s ms".formatted(n(tenants), n(of("tenant.start"))),
            n(start) + " s"),
        line("streams of 2026-07-28 in half of %s GiB of heap".formatted(n(gib)), "%s GiB × 0.5 ÷ `stream.heap` = … ÷ %s".formatted(n(gib),
            n(of("stream.heap"))), n(byHeap)),
        line("streams of sessions in half of %s GiB of heap".formatted(n(gib)),
            "%s GiB × 0.5 ÷ `sessionstream.heap` = … ÷ %s".formatted(n(gib),
                n(of("sessionstream.heap"))),
            n(byHeapOfSessions)),
        line("streams with `LimitNOFILE=65536`, `http.maxConnections` not set", "65,536 × 0.75", n(byFiles)),
        line("hosts for %s streams".formatted(n(streams)), "streams ÷ the least of these", n(hostsForStreams())),
        line("processors for streams that are silent", "streams × `stream.idle` ÷ 10^6 = %s × %s ÷ 10^6".formatted(n(streams),
            n(of("stream.idle"))), n(idle))));
  }

  private double hostsForStreams() {
    double heap = Math.max(of("stream.heap"), of("sessionstream.heap"));
    return up(streams / Math.min(FILES * CONNECTIONS_OF_FILES, HEAP_OF_STREAMS * gib * GIB / heap));
  }

  /** The hosts that the goal needs. */
  double hostCount() {
    return Math.max(hostsForStreams(), up(processors(USUAL) / processors));
  }

  /** What all hosts hear, and what goes through everything. */
  String shared() {
    double hosts = hostCount();
    double push = slope("revocation");
    double change = slope("change");
    double revoking = revocationMicros();
    double ofHost = of("revocation.1.host") + streams / hosts * of("inuse.host");
    double cold = Math.max(0, 1 - KNOWN_KEYS / keys);
    double names = names();
    double scan = names * of("scan.redis") / MICROS;
    return table(List.of(
        line("hosts H", "the most of those for streams, and for calls of the kind `%s`".formatted(USUAL), n(hosts)),
        line("pushes of a change of a record, or a revocation", "H", n(hosts)),
        line("Redis for a change of a record", "`change.1` + (H − 1) × %s µs".formatted(n(change)),
            n(of("change.1.redis") + (hosts - 1) * change) + " µs"),
        line("Redis for a revocation, each stream with a key of its own",
            "`revocation.1` + (H − 1) × %s + streams × `inuse.redis` = %s + %s + %s × %s".formatted(n(push), n(of("revocation.1.redis")),
                n((hosts - 1) * push), n(streams), n(of("inuse.redis"))),
            n(revoking / 1_000) + " ms"),
        line("each host for it", "`revocation.1` + streams ÷ H × `inuse.host` = %s + %s × %s".formatted(n(of("revocation.1.host")),
            n(streams / hosts), n(of("inuse.host"))), n(ofHost / 1_000) + " ms"),
        line("revocations a second in %s %% of the Redis that holds them".formatted(n(REVOKING)), "10^6 × 0.1 ÷ that of Redis",
            n(MICROS * REVOKING / PERCENT / revoking)),
        line("calls of keys that a host does not know, all keys equally used", "1 − 50,000 ÷ keys = 1 − 50,000 ÷ %s".formatted(n(keys)),
            n(cold * PERCENT) + " %"),
        line("a call then, host", "%s × `cold.host` + … × `%s.host` = … %s, %s".formatted(n(cold), USUAL, n(of("cold.host")),
            n(of(USUAL + ".host"))), n(mixed(cold, "host")) + " µs"),
        line("a call then, Redis", "%s × `cold.redis` + … × `%s.redis` = … %s, %s".formatted(n(cold), USUAL, n(of("cold.redis")),
            n(of(USUAL + ".redis"))), n(mixed(cold, "redis")) + " µs"),
        line("names in Redis, each key used each day", "keys × (record + last use + 90 × usage) = %s × 92".formatted(n(keys)), n(names)),
        line("one SCAN through them: issuers at the start of a host", "names × `scan.redis` ÷ 10^6 = … × %s ÷ 10^6".formatted(
            n(of("scan.redis"))), n(scan) + " s of Redis"),
        line("each other host, while one has 1,000 calls a second with 10 messages each in sessions",
            "1,000 × `heard.host` ÷ 10^6 = 1,000 × %s ÷ 10^6".formatted(n(of("heard.host"))),
            n(1_000 * of("heard.host") / MICROS * PERCENT) + " % of a processor"),
        line("Redis for telling it",
            "1,000 × `heard.redis` ÷ 10^6 = 1,000 × %s ÷ 10^6, for each other host".formatted(n(of("heard.redis"))),
            n(1_000 * of("heard.redis") / MICROS * PERCENT) + " % of a processor"),
        line("idle hosts", "H × `idle.1` = %s × %s commands a second".formatted(n(hosts), n(of("idle.1.commands"))),
            n(hosts * of("idle.1.redis") / MICROS * PERCENT) + " % of Redis")));
  }

  private double mixed(double cold, String of) {
    return cold * of("cold." + of) + (1 - cold) * of(USUAL + '.' + of);
  }

  /** What each further host adds to the time of Redis. */
  private double slope(String kind) {
    return Math.max(0, (of(kind + ".3.redis") - of(kind + ".1.redis")) / 2);
  }
}
