package dev.gatehouse.spi;

/** Frees the client of a long call from waiting on its connection. Declare a parameter of this type. */
public interface Polling {

  /**
   * Ends the connection of the client but not the call: the client comes back in a while for what the call has sent by then, and waits
   * for the rest. Nothing happens for a client that could not come back: it waits on.
   */
  void release();
}
