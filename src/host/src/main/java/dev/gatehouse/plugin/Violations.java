package dev.gatehouse.plugin;

import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with some arguments, in words that a model can act on. Nothing is said twice, and not without end. */
final class Violations {

  /** More are not said. */
  static final int MOST = 20;

  private static final int LONGEST_LINE = 500;

  private final List<String> names;
  private final Set<String> words = new LinkedHashSet<>();

  /** Starts empty, for a tool with arguments of these names. */
  Violations(List<String> names) {
    this.names = names;
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  void add(MismatchException mismatch) {
    words.add(at(mismatch.pointer(), mismatch.getMessage()));
  }

  void add(Error error) {
    words.add(at(error.getInstanceLocation().toString(), rule(error)));
  }

  /** One thing that is wrong with a result: where, and in the same words. */
  static String line(Error error) {
    return at(error.getInstanceLocation().toString(), new Violations(null).rule(error));
  }

  private String rule(Error error) {
    Object[] arguments = error.getArguments();
    return switch (error.getKeyword()) {
      case "required" -> "'" + error.getProperty() + "' is required";
      case "additionalProperties" -> unknown(error);
      case "type" -> "must be " + arguments[1] + ", is " + arguments[0];
      case "enum" -> "must be one of " + arguments[0];
      default -> words(error);
    };
  }

  /** What the keyword that is broken asks for. */
  static String words(Error error) {
    Object[] arguments = error.getArguments();
    return arguments.length == 0 ? error.getMessage()
        : Objects.requireNonNullElseGet(Words.of(error.getKeyword(), arguments[0]), error::getMessage);
  }

  private String unknown(Error error) {
    if (names == null || !error.getInstanceLocation().toString().isEmpty()) {
      return "'" + error.getProperty() + "' is unknown";
    }
    return "'" + error.getProperty() + "' is unknown; "
        + (names.isEmpty() ? "it takes no arguments" : "it takes " + String.join(", ", names));
  }

  private static String at(String pointer, String rule) {
    String line = pointer.isEmpty() ? rule : pointer + ": " + rule;
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }

  /** One line each. */
  @Override
  public String toString() {
    String all = words.stream().limit(MOST).map(line -> "\n- " + line).collect(Collectors.joining());
    return words.size() > MOST ? all + "\n- and more" : all;
  }
}
