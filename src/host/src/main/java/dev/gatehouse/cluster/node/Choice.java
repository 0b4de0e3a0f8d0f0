package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.cluster.edge.RemoteCalls;
import dev.gatehouse.cluster.edge.RemoteFeatures;
import dev.gatehouse.tenant.RemotePlugin;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** The version of a plugin that an edge serves, and the workers that its calls go to. */
final class Choice {

  private final String digest;
  private final RemotePlugin plugin;
  private volatile List<WorkerLink> links = List.of();
  private @Nullable Long emptySince;

  private Choice(Offer offer, RemoteCalls calls) {
    digest = offer.plugin().digest();
    plugin = new RemotePlugin(digest, RemoteFeatures.of(offer.plugin(), () -> links, calls), offer.jars());
  }

  /** The newest of what workers offer: what one of them began to serve last. */
  static final BinaryOperator<Peer.Confirmed> NEWER = (one, other) -> one.version().since() == other.version().since()
      ? one.version().digest().compareTo(other.version().digest()) >= 0 ? one : other
      : one.version().since() > other.version().since() ? one : other;

  /** This choice while its version is the one to serve, else another. */
  static Choice of(@Nullable Choice before, Offer newest, RemoteCalls calls) {
    return before != null && before.digest.equals(newest.plugin().digest()) ? before : new Choice(newest, calls);
  }

  String digest() {
    return digest;
  }

  RemotePlugin plugin() {
    return plugin;
  }

  /** Where its calls go from now on. */
  void links(List<WorkerLink> next, long now) {
    links = List.copyOf(next);
    emptySince = !links.isEmpty() ? null : emptySince == null ? Long.valueOf(now) : emptySince;
  }

  /** Whether it has had no worker for this long. */
  boolean hasHadNoWorkerFor(long now, long nanos) {
    return emptySince != null && now - emptySince > nanos;
  }
}
