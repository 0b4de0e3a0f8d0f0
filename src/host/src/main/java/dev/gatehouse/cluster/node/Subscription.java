package dev.gatehouse.cluster.node;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A consumer at an address of the clustered event bus, which can be registered again. */
final class Subscription {

  private final String address;
  private final Consumer<Message<Buffer>> handler;
  private @Nullable MessageConsumer<Buffer> consumer;

  Subscription(String address, Consumer<Message<Buffer>> handler) {
    this.address = address;
    this.handler = handler;
  }

  String address() {
    return address;
  }

  /** Registers it with a membership. A message of a form that is not expected is dropped: every node of a cluster can send one. */
  synchronized Future<Void> register(Membership membership) {
    consumer = membership.bus().consumer(address, message -> {
      if ((Object) message.body() instanceof Buffer) {
        handler.accept(message);
      }
    });
    return consumer.completion();
  }

  /** Registers it once more, since the cluster has lost it. */
  synchronized Future<Void> renew(Membership membership) {
    MessageConsumer<Buffer> old = consumer;
    Future<Void> registered = register(membership);
    return old == null ? registered : registered.eventually(old::unregister);
  }
}
