package dev.gatehouse.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of one plugin in the configuration file.
 *
 * @param values String, Number, Boolean, List, Map and null; unmodifiable at every depth when it comes from the file
 * @param secrets what stands in them for {@code ${env:NAME}} and {@code ${file:path}}
 */
public record PluginSettings(Map<String, Object> values, Set<String> secrets) {

  /** Says nothing. */
  public static final PluginSettings NONE = of(Map.of());

  /** A number or a word this short is also part of ordinary words, which would be torn. */
  private static final int SHORT = 4;
  private static final String HIDDEN = "…";

  /** Keeps unmodifiable copies, the values in the order given. */
  public PluginSettings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    secrets = secrets.stream().filter(secret -> !secret.isBlank()).collect(Collectors.toUnmodifiableSet());
  }

  /** Values without a secret. */
  public static PluginSettings of(Map<String, Object> values) {
    return new PluginSettings(values, Set.of());
  }

  /** Somebody else's words with every secret in them hidden: an exception likes to quote what it could not read. */
  public String hide(String words) {
    String result = words;
    // The longest first: one may be a part of another.
    for (String secret : secrets.stream().sorted((a, b) -> b.length() - a.length()).toList()) {
      result = form(secret).matcher(result).replaceAll(HIDDEN);
    }
    return result;
  }

  private static Pattern form(String secret) {
    // Words that are made one line have other white space than the secret.
    String quoted = Stream.of(secret.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
    return Pattern.compile(secret.length() >= SHORT ? quoted : "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])");
  }

  /** Names the fields but not what they hold. */
  @Override
  public String toString() {
    return "PluginSettings" + values.keySet();
  }
}
