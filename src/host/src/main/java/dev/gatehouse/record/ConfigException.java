package dev.gatehouse.record;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The configuration is invalid. The message lists all faults, one a line; none holds a secret. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Tells the first fault of each field: further ones mostly follow from it.
   *
   * @param faults at least one, by the paths of fields
   */
  public ConfigException(Path file, Faults faults) {
    super(lines(file, faults));
  }

  private static String lines(Path file, Faults faults) {
    Set<String> seen = new HashSet<>();
    return faults.all().stream().filter(fault -> seen.add(fault.place()))
        .map(fault -> OneLine.of(file + ": " + (fault.place().isEmpty() ? "" : fault.place() + ": ") + fault.words()))
        .collect(Collectors.joining("\n"));
  }

  /** At least one; each is one line: the file, the path of the field, what is wrong, what is allowed. */
  public List<String> faults() {
    return Objects.requireNonNull(getMessage()).lines().toList();
  }
}
