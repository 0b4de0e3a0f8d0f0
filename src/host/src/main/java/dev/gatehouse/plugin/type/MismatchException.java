package dev.gatehouse.plugin.type;

import dev.gatehouse.record.Fault;
import dev.gatehouse.record.Faults;
import java.util.List;

/** JSON that does not match the Java type: one fault or several, each with its place and what the value must be. */
public final class MismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** How many faults of one value are looked for. */
  private static final int MOST = 50;

  private final transient List<Fault> faults;

  MismatchException(String message) {
    this(List.of(new Fault("", message)));
  }

  private MismatchException(List<Fault> faults) {
    super(faults.get(0).words(), null, false, false);
    this.faults = faults;
  }

  /** Throws when the parts of a value have faults. */
  static void throwIfAny(Faults faults) {
    if (!faults.isEmpty()) {
      throw new MismatchException(List.copyOf(faults.all()));
    }
  }

  /** A value that the plugin's class itself refuses, in the class's words if it has some. */
  static MismatchException refused(IllegalArgumentException why) {
    return new MismatchException(why.getMessage() == null ? "is refused" : "is refused: " + why.getMessage());
  }

  /** The same, seen from one level further out. */
  public MismatchException under(Object segment) {
    String outer = Pointers.child("", segment);
    return new MismatchException(faults.stream().map(fault -> new Fault(outer + fault.place(), fault.words())).toList());
  }

  /** The faults: where, as a JSON Pointer (RFC 6901) from the value that was read, and what it must be. */
  public List<Fault> faults() {
    return faults;
  }

  /** Adds these faults to those of the value around. When so much is wrong, the rest is not looked at. */
  void addTo(Faults around) {
    around.addAll(faults);
    if (around.all().size() >= MOST) {
      throwIfAny(around);
    }
  }
}
