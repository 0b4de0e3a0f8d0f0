package dev.gatehouse.redis.audit;

import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the memory of each tenant's audit stream in Redis and derives how many entries it may have. Warns when a stream nears its bound,
 * before the oldest entries are trimmed sooner than {@code audit.keep} says.
 */
final class AuditSize {

  private static final Logger LOG = LoggerFactory.getLogger(AuditSize.class);
  /** The share of the bound from which a stream is near it. */
  private static final double NEAR = 0.8;
  /** The share of the bound below which it is no longer near. */
  private static final double CLEAR = 0.7;
  /** The largest size of an entry in bytes, used where Redis does not report sizes. */
  private static final long LARGEST_ENTRY = 512;
  private static final int MOST_AT_ONCE = 500;
  /** How many streams that nothing is written to are measured at a time: they get shorter, too, and end. */
  private static final int MOST_AGAIN = 50;

  private final RedisLink link;
  private final RedisKeys keys;
  private final AuditConfig config;
  private final Map<String, Long> bytes = new ConcurrentHashMap<>();
  private final Map<String, Long> mostEntries = new ConcurrentHashMap<>();
  private final Set<String> near = ConcurrentHashMap.newKeySet();
  /** Streams written to since the last measurement; used by the ledger's event loop only. */
  private final Set<String> changed = new HashSet<>();
  /** Where the measurement of streams that nothing is written to goes on. */
  private Iterator<String> known = Collections.emptyIterator();
  private boolean blind;

  AuditSize(RedisLink link, RedisKeys keys, AuditConfig config) {
    this.link = link;
    this.keys = keys;
    this.config = config;
  }

  long keepMillis() {
    return config.keep().toMillis();
  }

  /** The entry limit of a tenant's stream; 0 until it has been measured. */
  long mostEntries(String tenant) {
    changed.add(tenant);
    return mostEntries.getOrDefault(tenant, 0L);
  }

  /** Measures the streams written to since the last measurement, and some of the others; never fails. */
  Future<Void> measure() {
    Set<String> some = changed.stream().limit(MOST_AT_ONCE).collect(Collectors.toSet());
    changed.removeAll(some);
    for (int most = Math.min(MOST_AGAIN, bytes.size()); most > 0; most--) {
      known = known.hasNext() ? known : bytes.keySet().iterator();
      if (known.hasNext()) {
        some.add(known.next());
      }
    }
    List<Future<?>> measured = new ArrayList<>();
    some.forEach(tenant -> measured.add(measure(tenant)));
    return Future.join(measured).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<?> measure(String tenant) {
    String stream = keys.audit(tenant);
    Future<Long> length = link.send(Request.cmd(Command.XLEN).arg(stream), RedisLink.MAY_FAIL).map(reply -> reply.toLong());
    Future<Long> size = link.send(Request.cmd(Command.MEMORY).arg("USAGE").arg(stream), RedisLink.MAY_FAIL)
        .map(reply -> reply == null ? 0 : reply.toLong());
    return Future.join(length, size)
        .onSuccess(both -> judge(tenant, length.result(), size.result()))
        .onFailure(failure -> unmeasured(tenant, length.failed() ? length.cause() : size.cause()));
  }

  private void judge(String tenant, long entries, long taken) {
    if (entries == 0 || taken == 0) {
      bytes.remove(tenant);
      mostEntries.remove(tenant);
      near.remove(tenant);
      return;
    }
    bytes.put(tenant, taken);
    mostEntries.put(tenant, Math.max(1, (long) ((double) config.maxBytes() / taken * entries)));
    if (taken >= NEAR * config.maxBytes() && near.add(tenant)) {
      LOG.warn("the audit of tenant {} takes {} of the {} bytes that audit.maxBytes allows it: its oldest calls will be trimmed before"
          + " audit.keep is over", tenant, taken, config.maxBytes());
    } else if (taken < CLEAR * config.maxBytes()) {
      near.remove(tenant);
    }
  }

  /** Where sizes are not available, assumes the largest, so that the stream is still bounded. */
  private void unmeasured(String tenant, Throwable cause) {
    if (!RedisErrors.isSilence(cause)) {
      mostEntries.put(tenant, Math.max(1, config.maxBytes() / LARGEST_ENTRY));
      if (!blind) {
        blind = true;
        LOG.warn("the size of the audit cannot be measured ({}), so each call in it counts as {} bytes; give the host's Redis user"
            + " the rights '+xlen +memory|usage'", cause.getMessage(), LARGEST_ENTRY);
      }
    }
  }

  /** The last measured sizes, by tenant. */
  Map<String, Long> bytes() {
    return bytes;
  }

  /** The tenants whose streams are near their bound, with their bytes. */
  Map<String, Long> near() {
    Map<String, Long> sizes = new TreeMap<>();
    near.forEach(tenant -> sizes.put(tenant, bytes.getOrDefault(tenant, 0L)));
    return sizes;
  }
}
