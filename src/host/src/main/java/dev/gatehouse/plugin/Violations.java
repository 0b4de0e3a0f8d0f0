package dev.gatehouse.plugin;

import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.Formats;
import dev.gatehouse.plugin.type.MismatchException;
import java.util.LinkedHashSet;
import java.util.List;
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

  String rule(Error error) {
    Object[] arguments = error.getArguments();
    return switch (error.getKeyword()) {
      case "required" -> "'" + error.getProperty() + "' is required";
      case "additionalProperties" -> unknown(error);
      case "type" -> "must be " + arguments[1] + ", is " + arguments[0];
      case "enum" -> "must be one of " + arguments[0];
      case "minimum" -> "must be at least " + arguments[0];
      case "maximum" -> "must be at most " + arguments[0];
      case "format" -> Formats.rule(String.valueOf(arguments[0]));
      default -> error.getMessage();
    };
  }

  private String unknown(Error error) {
    if (!error.getInstanceLocation().toString().isEmpty()) {
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
