package dev.gatehouse.feature;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Passes immutable calls and results by reference. One named codec for both: a codec found by class covers that exact class only,
 * and a message that must not leave the process says so.
 */
public final class LocalCodec implements MessageCodec<Object, Object> {

  private static final String NAME = "gatehouse-local";

  private LocalCodec() {
  }

  /** Registers the codec; once for each event bus. */
  public static void register(EventBus bus) {
    bus.registerCodec(new LocalCodec());
  }

  static DeliveryOptions options() {
    return new DeliveryOptions().setCodecName(NAME).setLocalOnly(true);
  }

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    throw new IllegalStateException("calls stay inside the process");
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException("calls stay inside the process");
  }

  @Override
  public Object transform(Object message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
