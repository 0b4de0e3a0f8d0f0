package dev.gatehouse.plugin.type;

/** JSON that cannot become the Java value asked for: where, and in words what it must be. */
public final class MismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String pointer;

  MismatchException(String message) {
    this("", message);
  }

  private MismatchException(String pointer, String message) {
    super(message, null, false, false);
    this.pointer = pointer;
  }

  /** The same, seen from one level further out. */
  public MismatchException under(Object segment) {
    return new MismatchException(Pointers.child("", segment) + pointer, getMessage());
  }

  /** Where, as a JSON Pointer (RFC 6901) from the value that was read. */
  public String pointer() {
    return pointer;
  }
}
