package dev.gatehouse.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one plugin in the configuration file.
 *
 * @param values String, Number, Boolean, List, Map and null; unmodifiable at every depth when it comes from the file
 * @param secrets what stands in them for {@code ${env:NAME}} and {@code ${file:path}}
 */
public record PluginSettings(Map<String, Object> values, Set<String> secrets) {

  /** No settings. */
  public static final PluginSettings NONE = of(Map.of());

  /** Shorter secrets are hidden only where they stand alone, since they are also parts of ordinary words. */
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

  /** Converts an object of the file to plain values, with the secrets in their places. */
  static PluginSettings read(String path, ObjectNode object, Substitution substitution) {
    Set<String> secrets = new HashSet<>();
    return new PluginSettings(map(path, object, (at, text) -> substitution.apply(at, text, secrets::add)), secrets);
  }

  private static Map<String, Object> map(String path, JsonNode object, BinaryOperator<@Nullable String> text) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.properties().forEach(field -> map.put(field.getKey(), value(Section.join(path, field.getKey()), field.getValue(), text)));
    return Collections.unmodifiableMap(map);
  }

  private static List<Object> list(String path, JsonNode array, BinaryOperator<@Nullable String> text) {
    List<Object> list = new ArrayList<>();
    array.forEach(item -> list.add(value(path + "[" + list.size() + "]", item, text)));
    return Collections.unmodifiableList(list);
  }

  private static @Nullable Object value(String path, JsonNode node, BinaryOperator<@Nullable String> text) {
    return switch (node.getNodeType()) {
      case OBJECT -> map(path, node, text);
      case ARRAY -> list(path, node, text);
      case STRING -> text.apply(path, node.textValue());
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      default -> null;
    };
  }

  /** Hides every secret in a message that others wrote: exceptions often quote what they could not read. */
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
