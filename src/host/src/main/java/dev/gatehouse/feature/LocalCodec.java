package dev.gatehouse.feature;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Event-bus codec that passes immutable calls and results by reference, within this process. It is a named codec, because a codec found by
 * class covers that exact class only.
 */
public final class LocalCodec implements MessageCodec<Object, Object> {

  private static final String NAME = "gatehouse-local";

  /** The options of every message; nobody changes them. */
  static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(NAME).setLocalOnly(true);

  private LocalCodec() {
  }

  /** Registers the codec; once for each event bus. */
  public static void register(EventBus bus) {
    bus.registerCodec(new LocalCodec());
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
