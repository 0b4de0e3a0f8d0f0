package dev.gatehouse.plugin.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects all faults in the parts of a value while it is read. */
final class Reading {

  /** When so much is wrong, the rest is not looked at. */
  private static final int MOST = 50;

  private @Nullable List<MismatchException.Fault> faults;

  /** Remembers what is wrong with a part, and goes on. */
  void add(MismatchException mismatch) {
    faults = faults == null ? new ArrayList<>() : faults;
    faults.addAll(mismatch.faults());
    if (faults.size() >= MOST) {
      end();
    }
  }

  /**
   * Ends it.
   *
   * @throws MismatchException with all that is wrong, if anything
   */
  void end() {
    if (faults != null) {
      throw new MismatchException(faults);
    }
  }
}
