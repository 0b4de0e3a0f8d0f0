package dev.gatehouse.plugin.type;

import java.util.List;
import java.util.function.BiConsumer;

/** JSON that does not match the Java type: one fault or several, each with its place and what the value must be. */
public final class MismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  MismatchException(String message) {
    this(List.of(new Fault("", message)));
  }

  MismatchException(List<Fault> faults) {
    super(faults.get(0).words(), null, false, false);
    this.faults = faults;
  }

  /** A value that the plugin's class itself refuses, in the class's words if it has some. */
  static MismatchException refused(IllegalArgumentException why) {
    return new MismatchException(why.getMessage() == null ? "is refused" : "is refused: " + why.getMessage());
  }

  /**
   * One thing that is wrong.
   *
   * @param pointer where, as a JSON Pointer (RFC 6901) from the value that was read
   * @param words what it must be
   */
  record Fault(String pointer, String words) {
  }

  /** The same, seen from one level further out. */
  public MismatchException under(Object segment) {
    String outer = Pointers.child("", segment);
    return new MismatchException(faults.stream().map(fault -> new Fault(outer + fault.pointer(), fault.words())).toList());
  }

  /** Tells each fault: where, as a JSON Pointer (RFC 6901) from the value that was read, and what it must be. */
  public void forEach(BiConsumer<String, String> action) {
    faults.forEach(fault -> action.accept(fault.pointer(), fault.words()));
  }

  List<Fault> faults() {
    return faults;
  }
}
