package dev.gatehouse.spi;

import java.io.IOException;
import java.util.List;

/** A type in three versions. */
public final class Evolution {

  private Evolution() {
  }

  /** Nobody's business. */
  interface Hidden {
    void method();
  }

  /** What was. */
  public interface Old {
    /** Changed later. */
    int size(List<String> of) throws IOException;

    /** Removed later. */
    void gone();
  }

  /** What came of it. */
  public interface New {
    /** Changed. */
    long size(List<String> of);
  }

  /** What is compatible with that. */
  public interface Newer {
    /** Kept. */
    long size(List<String> of);

    /** Added. */
    void added();
  }
}
