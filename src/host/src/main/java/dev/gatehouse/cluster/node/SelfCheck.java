package dev.gatehouse.cluster.node;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster each second whether other nodes still find this one, and registers anew what it has lost. Subscriptions can be lost when
 * the cluster was cut and has merged again (vert.x#4394). Used on the event loop of the membership.
 */
final class SelfCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final long INTERVAL_MILLIS = 1_000;
  private static final long PATIENCE_SECONDS = 10;

  private final Membership membership;
  private final Collection<Subscription> subscriptions;
  private boolean running;

  SelfCheck(Membership membership, Collection<Subscription> subscriptions) {
    this.membership = membership;
    this.subscriptions = subscriptions;
  }

  void start() {
    membership.vertx().setPeriodic(INTERVAL_MILLIS, tick -> check());
  }

  private void check() {
    if (running) {
      return;
    }
    running = true;
    Future.join(where(), subscriptions()).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).onComplete(done -> {
      running = false;
      if (done.failed()) {
        LOG.debug("the subscriptions could not be checked", done.cause());
      }
    });
  }

  private Future<Void> where() {
    return membership.isKnown().compose(known -> known ? Future.succeededFuture() : membership.tellWhere()
        .onSuccess(told -> LOG.warn("the cluster had lost this node's address; it is registered again")));
  }

  private Future<Void> subscriptions() {
    List<Future<Integer>> renewed = subscriptions.stream().map(this::renewed).toList();
    return Future.join(renewed).onSuccess(all -> {
      int lost = renewed.stream().map(Future::result).filter(Objects::nonNull).mapToInt(Integer::intValue).sum();
      if (lost > 0) {
        LOG.warn("the cluster had lost {} of this node's subscriptions, and has them again", lost);
      }
    }).mapEmpty();
  }

  private Future<Integer> renewed(Subscription subscription) {
    return membership.isRegistered(subscription.address())
        .compose(there -> there ? Future.succeededFuture(0) : subscription.renew(membership).map(1));
  }
}
