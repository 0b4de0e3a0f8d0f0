package dev.gatehouse.http;

import dev.gatehouse.auth.key.ApiKey;
import dev.gatehouse.record.Identifier;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a query of the admin port. What cannot be read is an {@link IllegalArgumentException} that says which one. */
public final class QueryParams {

  private static final int LONGEST = 200;

  private final MultiMap values;

  QueryParams(MultiMap values) {
    this.values = values;
  }

  /** A text without spaces around it; null when it is missing or empty. */
  public @Nullable String text(String name) {
    String value = values.get(name);
    if (value != null && value.length() > LONGEST) {
      throw new IllegalArgumentException(name + " is longer than " + LONGEST + " characters");
    }
    if (value != null && ApiKey.isIn(value)) {
      throw new IllegalArgumentException(name + " holds a whole key, which belongs in no URL: give its id alone, the part after gth_");
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** A name or an id; null when it is missing or empty. */
  public @Nullable String text(String name, Identifier form) {
    String value = text(name);
    if (value != null && !form.matches(value)) {
      throw new IllegalArgumentException(name + " must be " + form.allowed());
    }
    return value;
  }

  /** A text that must be there. */
  public String required(String name) {
    return present(name, text(name));
  }

  /** A name or an id that must be there. */
  public String required(String name, Identifier form) {
    return present(name, text(name, form));
  }

  private static String present(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /** A whole number within bounds. */
  public int number(String name, int fallback, int least, int most) {
    String value = text(name);
    try {
      int number = value == null ? fallback : Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(name + " must be a number from " + least + " to " + most);
  }
}
