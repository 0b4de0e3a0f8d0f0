package dev.gatehouse.cluster.wire;

import dev.gatehouse.cluster.Envelope;

/** The kinds of messages between nodes, as numbers in their {@link Envelope}. A number keeps its meaning for good. */
public final class MessageKind {

  /** A call, to a worker. */
  public static final int CALL = 1;
  /** Nobody waits for a call any more; without content. */
  public static final int CANCEL = 2;
  /** The client's answers to questions of a call. */
  public static final int ANSWERS = 3;

  /** The end of a call, to an edge. */
  public static final int OUTCOME = Envelope.FROM_WORKER;
  /** How far a call is. */
  public static final int PROGRESS = Envelope.FROM_WORKER + 1;
  /** A log message for the client. */
  public static final int LOG = Envelope.FROM_WORKER + 2;
  /** Questions to the client. */
  public static final int ASK = Envelope.FROM_WORKER + 3;
  /** The client's connection may be closed; without content. */
  public static final int RELEASE = Envelope.FROM_WORKER + 4;
  /** A text for later rounds. */
  public static final int REMEMBER = Envelope.FROM_WORKER + 5;

  /** What a plugin announces, to all edges. */
  public static final int NEWS = 254;
  /** A plugin's description, to an edge that has asked for it. */
  public static final int OFFER = 255;

  private MessageKind() {
  }
}
