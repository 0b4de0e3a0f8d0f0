package dev.gatehouse;

import dev.gatehouse.feature.loop.LoopLag;
import dev.gatehouse.http.CertificateFile;
import dev.gatehouse.http.Metrics;
import dev.gatehouse.http.TokenMetrics;
import dev.gatehouse.redis.audit.RedisLedger;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** The metrics of a host beside those of its tenants: Redis, the audit log, sessions, tokens and event loops. */
final class HostMetrics {

  private static final double MILLIS = 1e3;

  private final Metrics metrics;
  private final Protocol protocol;
  private final Store store;

  private HostMetrics(Protocol protocol) {
    this.metrics = protocol.metrics();
    this.protocol = protocol;
    this.store = protocol.store();
  }

  /**
   * Registers them.
   *
   * @param droppedLogLines how many lines of the log were dropped so far
   */
  static void show(Protocol protocol, LongSupplier droppedLogLines) {
    HostMetrics host = new HostMetrics(protocol);
    Edge edge = protocol.edge();
    process(host.metrics, host.store.platform(), edge == null ? "all" : "edge", droppedLogLines);
    host.clients();
    host.redis();
    host.audit(protocol.ledger());
    if (edge != null) {
      edge.show(host.metrics);
    }
  }

  /** Those that a process of each role has. */
  static void process(Metrics metrics, Platform platform, String role, LongSupplier droppedLogLines) {
    LoopLag lag = LoopLag.of(platform.vertx());
    metrics.build(role);
    metrics.gauges("gatehouse.event.loop.lag.seconds", "The longest that something due had to wait for its event loop, of the last minute",
        "loop", lag::worst);
    metrics.counter("gatehouse_log_dropped", "Lines of the log that were dropped because nobody read stderr", droppedLogLines);
  }

  private void clients() {
    metrics.gauges("gatehouse.sessions", "Sessions of the older revisions that this host has views of", protocol.sessions()::byTenant);
    metrics.gauge("gatehouse.subscriptions", "Open streams of subscriptions/listen", protocol.subscriptions()::size);
    metrics.connections(store.platform().connections());
    TokenMetrics.show(metrics, protocol.tokens(), store.issuers());
  }

  private void redis() {
    metrics.histogram("gatehouse_redis_command_seconds", "How long commands waited for the answer of Redis, or until they were given up",
        store.redis().times());
    metrics.gauge("gatehouse.redis.problems", "Problems with Redis, each of which /health/ready names",
        () -> store.redis().problems().size());
    metrics.gauge("gatehouse.redis.persistence.failing",
        "Statuses of INFO persistence that are not ok: Redis cannot write to its disk", store.persistence()::failing);
    metrics.gauge("gatehouse.cache.link.age.seconds", "How long ago Redis is last known to have told of every change of a record",
        () -> store.records().trackingAge().toMillis() / MILLIS);
    Path certificate = store.platform().config().redis().tls().cert();
    if (certificate != null) {
      metrics.certificate("redis.cert", CertificateFile.watch(store.platform().vertx(), certificate)::expires);
    }
    if (store.embedded() != null) {
      metrics.counter("gatehouse_redis_embedded_restarts", "How often the embedded Redis ended and was started again",
          store.embedded()::restarts);
    }
  }

  private void audit(RedisLedger ledger) {
    metrics.counter("gatehouse_ledger_lost", "Audit and usage entries dropped because the queue was full", ledger::lost);
    metrics.gauge("gatehouse.ledger.waiting", "Calls whose entries of usage and audit wait to be written", ledger::waiting);
    metrics.gauge("gatehouse.ledger.waiting.most",
        "Maximum number of calls waiting to be written to audit and usage; further ones are lost", ledger::mostWaiting);
    metrics.gauges("gatehouse.audit.bytes", "Memory of Redis that the audit of a tenant takes, as last measured", ledger::auditBytes);
    metrics.gauge("gatehouse.audit.bytes.most", "Maximum size of a tenant's audit log (audit.maxBytes)",
        store.platform().config().audit()::maxBytes);
  }
}
