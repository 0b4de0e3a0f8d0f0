package dev.gatehouse.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of the configuration file. A missing field gives its default; a wrong one is a fault and gives its default too, so that
 * one pass finds all faults. A field that was never read is unknown.
 */
public final class Section {

  private final String path;
  private final @Nullable ObjectNode fields;
  private final Faults faults;
  private final Substitution substitution;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<Section> children = new ArrayList<>();

  /**
   * One object.
   *
   * @param path of the object, empty for the root
   * @param fields null where the file has something else or nothing: nothing in it is found, and nothing is missed
   */
  public Section(String path, @Nullable ObjectNode fields, Faults faults, Substitution substitution) {
    this.path = path;
    this.fields = fields;
    this.faults = faults;
    this.substitution = substitution;
  }

  /** The path of a field of an object. */
  public static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  /** An object within; an empty one where there is none. */
  public Section section(String name) {
    return section(name, "an object");
  }

  /**
   * An object within, where a fault says more of what is allowed.
   *
   * @param allowed such as {@code null or {"cert": …}}
   */
  public Section section(String name, String allowed) {
    Section child = new Section(join(path, name), (ObjectNode) take(name, JsonNodeType.OBJECT, allowed), faults, substitution);
    children.add(child);
    return child;
  }

  /** The names of all fields, in the order of the file. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (fields != null) {
      fields.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  /**
   * All fields as objects, in the order of the file; none of them is unknown.
   *
   * @param fault what is wrong with a name, or null
   * @param read what each object means
   */
  public <T> Map<String, T> map(Function<String, @Nullable String> fault, Function<Section, T> read) {
    Map<String, T> map = new LinkedHashMap<>();
    known.addAll(names());
    for (String name : names()) {
      String wrong = fault.apply(name);
      if (wrong != null) {
        fault(name, wrong);
      }
      map.put(name, read.apply(section(name)));
    }
    return map;
  }

  /** Adds a fault of a field, also of one further in, such as {@code tls.cert}. */
  public void fault(String name, String words) {
    faults.add(join(path, name), words);
  }

  /** Whether a field has a fault. */
  public boolean isFaulty(String name) {
    return faults.has(join(path, name));
  }

  /** All fields as plain, unmodifiable values; none of them is unknown. */
  public PluginSettings settings() {
    known.addAll(names());
    return fields == null ? PluginSettings.NONE : PluginSettings.read(path, fields, substitution);
  }

  /** Whether a field is there, whatever it holds. */
  public boolean has(String name) {
    return peek(name) != null;
  }

  /** Whether a field is missing or null, for fields whose default is null. */
  public boolean isNull(String name) {
    JsonNode node = peek(name);
    return node == null || node.isNull();
  }

  /** Whether a field is missing or false. */
  public boolean isOff(String name) {
    JsonNode node = peek(name);
    return node == null || node.isBoolean() && !node.booleanValue();
  }

  /** True or false. */
  public boolean flag(String name, boolean fallback) {
    return plain(name, fallback, JsonNodeType.BOOLEAN, TextForm.FLAG);
  }

  /** A whole number within bounds, both included. */
  public int integer(String name, int fallback, int least, int most) {
    return plain(name, fallback, JsonNodeType.NUMBER, TextForm.integer(least, most));
  }

  /** A number from 0 to 1. */
  public double fraction(String name, double fallback) {
    return plain(name, fallback, JsonNodeType.NUMBER, TextForm.FRACTION);
  }

  /** A value that JSON writes without quotes; a text into which one is substituted may stand for it. */
  private <T> T plain(String name, T fallback, JsonNodeType type, TextForm<T> form) {
    JsonNode node = peek(name);
    boolean substituted = node != null && node.isTextual() && Substitution.isIn(node.textValue());
    return value(name, fallback, substituted ? JsonNodeType.STRING : type, form);
  }

  /** A duration within bounds, both included, such as {@code 30s}. */
  public Duration duration(String name, String fallback, String least, String most) {
    return text(name, Units.duration(fallback), TextForm.duration(least, most));
  }

  /** A size in bytes within bounds, both included, such as {@code 1MiB}. */
  public long size(String name, String fallback, String least, String most) {
    return text(name, Units.bytes(fallback), TextForm.size(least, most));
  }

  /** A text whose default is null, which may also be written. */
  public <T> @Nullable T optional(String name, TextForm<T> form) {
    JsonNode node = isNull(name) ? null : take(name, JsonNodeType.STRING, form.allowed());
    return node == null ? null : parse(join(path, name), node, form);
  }

  /** A text, parsed. */
  public <T> T text(String name, T fallback, TextForm<T> form) {
    return value(name, fallback, JsonNodeType.STRING, form);
  }

  private <T> T value(String name, T fallback, JsonNodeType type, TextForm<T> form) {
    JsonNode node = take(name, type, form.allowed());
    return node == null ? fallback : Objects.requireNonNullElse(parse(join(path, name), node, form), fallback);
  }

  /** A text without a default; {@code instead} lets reading go on without it. */
  public <T> T required(String name, T instead, TextForm<T> form) {
    if (fields != null && !fields.has(name)) {
      fault(name, "is missing; it must be " + form.allowed());
    }
    return text(name, instead, form);
  }

  /** A list of texts, empty by default. */
  public <T> List<T> list(String name, TextForm<T> form) {
    JsonNode array = take(name, JsonNodeType.ARRAY, "a list, each of it " + form.allowed());
    List<T> values = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      String itemPath = join(path, name) + "[" + i + "]";
      JsonNode item = ofType(itemPath, array.get(i), JsonNodeType.STRING, form.allowed());
      T value = item == null ? null : parse(itemPath, item, form);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private <T> @Nullable T parse(String at, JsonNode node, TextForm<T> form) {
    String raw = node.asText();
    String text = substitution.apply(at, raw);
    if (text == null) {
      return null;
    }
    try {
      return form.parser().apply(text);
    } catch (PatternException e) {
      faults.add(at, String.valueOf(e.getMessage()));
      return null;
    } catch (IllegalArgumentException e) {
      String shown = form.hidden() ? "the value" : (text.equals(raw) ? "" : "the value of ") + Fault.quoted(raw);
      faults.add(at, shown + " is not " + form.allowed());
      return null;
    }
  }

  private @Nullable JsonNode take(String name, JsonNodeType type, String allowed) {
    JsonNode node = peek(name);
    return node == null ? null : ofType(join(path, name), node, type, allowed);
  }

  private @Nullable JsonNode peek(String name) {
    known.add(name);
    return fields == null ? null : fields.get(name);
  }

  private @Nullable JsonNode ofType(String at, JsonNode node, JsonNodeType type, String allowed) {
    if (node.getNodeType() == type) {
      return node;
    }
    faults.add(at, "must be " + allowed + ", not " + described(node) + (node.isNull() ? "; leave it out for the default" : ""));
    return null;
  }

  /** The kind of a value: a value of the wrong kind may be a secret in the wrong place. */
  public static String described(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> "a number";
      default -> node.asText();
    };
  }

  /** Notes each field that was never asked for, here and below; to be called when all has been read. */
  public void noteUnknown() {
    List<String> unknown = names();
    unknown.removeAll(known);
    for (String name : unknown) {
      fault(name, "unknown field; " + Nearest.hint(name, known));
    }
    children.forEach(Section::noteUnknown);
  }
}
