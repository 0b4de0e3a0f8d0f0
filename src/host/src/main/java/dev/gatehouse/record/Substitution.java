package dev.gatehouse.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes secrets for {@code ${env:NAME}} and {@code ${file:path}}. Substituted text is not substituted again, and no fault shows it.
 */
public final class Substitution {

  private static final Pattern FORM = Pattern.compile("\\$\\{(\\w+):([^}]*)(}?)");

  private final Map<String, String> environment;
  private final Faults faults;

  /**
   * Creates a substitution.
   *
   * @param environment the environment variables, by name
   */
  public Substitution(Map<String, String> environment, Faults faults) {
    this.environment = environment;
    this.faults = faults;
  }

  /** Whether a text has something to substitute. */
  static boolean isIn(String text) {
    return FORM.matcher(text).find();
  }

  /** Substitutes every secret; null after a fault at this path. */
  @Nullable
  String apply(String path, String text) {
    return apply(path, text, secret -> {});
  }

  /**
   * Substitutes every secret; null after a fault at this path.
   *
   * @param secrets is given each secret that is not empty
   */
  @Nullable
  String apply(String path, String text, Consumer<String> secrets) {
    Matcher m = FORM.matcher(text);
    StringBuilder result = new StringBuilder();
    while (m.find()) {
      String secret = m.group(3).isEmpty() ? unclosed(path, m.group(1)) : secret(path, m.group(1), m.group(2));
      if (secret == null) {
        return null;
      }
      if (!secret.isEmpty()) {
        secrets.accept(secret);
      }
      m.appendReplacement(result, Matcher.quoteReplacement(secret));
    }
    return m.appendTail(result).toString();
  }

  /** What follows runs to the end of the text, which may be a secret. */
  private @Nullable String unclosed(String path, String source) {
    faults.add(path, "'${" + source + ":' lacks its '}'");
    return null;
  }

  private @Nullable String secret(String path, String source, String name) {
    return switch (source) {
      case "env" -> variable(path, name);
      case "file" -> file(path, name);
      default -> {
        faults.add(path, "'${" + source + ":…}' is not known; ${env:NAME} and ${file:path} are");
        yield null;
      }
    };
  }

  private @Nullable String variable(String path, String name) {
    String value = environment.get(name);
    if (value == null) {
      faults.add(path, "environment variable " + Fault.quoted(name) + " is not set");
    }
    return value;
  }

  /** The content without the one line break at its end that editors and {@code echo} leave there. */
  private @Nullable String file(String path, String name) {
    try {
      return Files.readString(Path.of(name)).replaceFirst("\\r?\\n\\z", "");
    } catch (IOException | InvalidPathException e) {
      faults.add(path, "file " + Fault.quoted(name) + " cannot be read as text");
      return null;
    }
  }
}
