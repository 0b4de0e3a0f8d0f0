package dev.gatehouse.record;

import java.util.List;
import java.util.Objects;

/** The configuration is invalid. The message lists all faults, one a line; none holds a secret. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  ConfigException(List<String> faults) {
    super(String.join("\n", faults));
  }

  /** At least one; each is one line: the file, the path of the field, what is wrong, what is allowed. */
  public List<String> faults() {
    return Objects.requireNonNull(getMessage()).lines().toList();
  }
}
