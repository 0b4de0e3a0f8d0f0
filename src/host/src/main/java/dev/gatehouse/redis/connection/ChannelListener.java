package dev.gatehouse.redis.connection;

import io.vertx.core.buffer.Buffer;

/** Hears what is published on channels, on one event loop. */
public interface ChannelListener {

  /** A message. */
  void heard(Buffer message);

  /** The connection is open again; messages may have been lost. */
  void heardAgain();
}
