package dev.gatehouse.auth;

/** The scope of a limit, from the widest to the narrowest. Limits are listed in this order. */
public enum Scope {

  /** All calls of the tenant. */
  TENANT("the tenant"),
  /** All calls of one owner's keys. */
  OWNER("its owner"),
  /** What a role says of each key that has it, counted key by key. */
  ROLE("its role"),
  /** All calls of one key, and of those that it replaced. */
  KEY("this key"),
  /** All calls without a key from one address. */
  ADDRESS("this address");

  private final String words;

  Scope(String words) {
    this.words = words;
  }

  /** The scope as a caller reads it: {@code this key}. */
  @Override
  public String toString() {
    return words;
  }
}
