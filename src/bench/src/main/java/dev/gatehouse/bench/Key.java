package dev.gatehouse.bench;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys in texts. */
public final class Key {

  private static final Pattern KEY = Pattern.compile("gth_\\w+");

  private Key() {
  }

  static Optional<String> in(String text) {
    Matcher key = KEY.matcher(text);
    return key.find() ? Optional.of(key.group()) : Optional.empty();
  }

  /** The text with its keys made unusable. */
  public static String hidden(String text) {
    return KEY.matcher(text).replaceAll("gth_…");
  }
}
