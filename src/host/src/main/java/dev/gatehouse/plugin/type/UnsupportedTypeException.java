package dev.gatehouse.plugin.type;

/** A Java type has no JSON form. The message is a clause such as {@code is a java.lang.Thread, …}. */
public final class UnsupportedTypeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With such a clause. */
  public UnsupportedTypeException(String message) {
    super(message);
  }

  /** The clause. */
  String clause() {
    return String.valueOf(getMessage());
  }
}
