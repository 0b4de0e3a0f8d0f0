package dev.gatehouse.cluster;

/** A sealed message was not made by a node that has the tenant's key, or not for this node, or was changed. It has no stack trace. */
public final class SealException extends Exception {

  private static final long serialVersionUID = 1L;

  SealException(String message) {
    super(message, null, false, false);
  }
}
