package dev.gatehouse.feature;

import dev.gatehouse.feature.Delivery.Ending;
import dev.gatehouse.feature.bulkhead.TaskThreads;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.rpc.JsonSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer of a {@link FeatureVerticle} on one event loop does with its calls: those of features that do not block run at once,
 * the others go to the plugin's threads. Calls that arrive in the same turn of the loop are handed over together, which wakes a thread once
 * for all of them. Confined to its event loop.
 */
final class Intake {

  /** To check longer arguments can hold up the loop, whatever the feature does then. In characters, about. */
  private static final int LONG_ARGUMENTS = 16 * 1024;

  private final EventLoop loop;
  private final Function<Key, @Nullable Served> features;
  private final TaskThreads threads;
  private List<Invocation> batch = new ArrayList<>();

  /**
   * The intake on an event loop.
   *
   * @param features what is served under a key
   */
  Intake(EventLoop loop, Function<Key, @Nullable Served> features, TaskThreads threads) {
    this.loop = loop;
    this.features = features;
    this.threads = threads;
  }

  /** Takes a call in. */
  void receive(Delivery delivery) {
    delivery.receive();
    Served feature = features.apply(delivery.call().key());
    if (feature == null) {
      delivery.reply(Ending.UNKNOWN, null);
      return;
    }
    feature.running().incrementAndGet();
    Invocation invocation = new Invocation(feature, delivery);
    if (!feature.onLoop().isAllowed() || !isShort(delivery.call()) || !invocation.runOn(loop, threads)) {
      invocation.prepare(threads);
      handOver(invocation);
    }
  }

  /** Whether little has to be checked. Answers of the client are checked by the feature itself, as it reads them. */
  private static boolean isShort(Call call) {
    return !call.client().hasAnswers()
        && (!(call.params() instanceof CallParams.Arguments arguments) || !JsonSize.exceeds(arguments.values(), LONG_ARGUMENTS));
  }

  private void handOver(Invocation invocation) {
    if (batch.isEmpty()) {
      loop.execute(this::flush);
    }
    batch.add(invocation);
  }

  private void flush() {
    List<Invocation> all = batch;
    batch = new ArrayList<>();
    int accepted = threads.executeAll(all);
    all.subList(accepted, all.size()).forEach(Invocation::refuse);
  }
}
