package dev.gatehouse.plugin;

/** A configuration that is not what its plugin asks for. The message says all of it, in one line without a secret. */
final class Misfit extends Mistake {

  private static final long serialVersionUID = 1L;

  Misfit(String message) {
    super(message);
  }
}
