package dev.gatehouse.spi;

/** Who says something in a conversation. */
public enum Role {
  /** The person, or what acts for them. */
  USER,
  /** The model. */
  ASSISTANT
}
