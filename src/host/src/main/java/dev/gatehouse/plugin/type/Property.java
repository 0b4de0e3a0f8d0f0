package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.spi.ToolArg;
import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;

/**
 * One member of a JSON object: a tool's argument, or a component of a record.
 *
 * @param name its name in JSON
 * @param description what it means, possibly empty
 * @param type its type
 * @param primitive whether Java has no null for it
 * @param required whether it must be there
 * @param preset the default, or null
 * @param header the header in which clients repeat it, or null
 * @param absent what stands for it when it is not there and has no default
 */
public record Property(String name, String description, JsonType type, boolean primitive, boolean required, @Nullable JsonNode preset,
    @Nullable String header, @Nullable Object absent) {

  /**
   * Reads what is written about a parameter or component.
   *
   * @param javaName its own name, or null when that is not known
   * @param ref its Java type
   * @param type the same, compiled
   * @throws UnsupportedTypeException with a clause that follows "parameter 'x'"
   */
  public static Property of(AnnotatedElement element, @Nullable String javaName, TypeRef ref, JsonType type) {
    return of(element, javaName, "", ref, type);
  }

  /**
   * The same, with what others than {@code @ToolArg} say about it.
   *
   * @param description what it means, possibly empty
   */
  static Property of(AnnotatedElement element, @Nullable String javaName, String description, TypeRef ref, JsonType type) {
    Property property = of(element.getAnnotation(ToolArg.class), javaName, description, true, ref, type);
    property.check();
    return property;
  }

  private static Property of(@Nullable ToolArg arg, @Nullable String javaName, String description, boolean required, TypeRef ref,
      JsonType type) {
    Optionals optional = Optionals.of(ref.raw());
    String name = arg == null || arg.name().isEmpty() ? javaName : arg.name();
    if (name == null) {
      throw new UnsupportedTypeException("has no name in the class file; compile with -parameters, or name it by"
          + " @ToolArg(name = …)");
    }
    boolean needed = arg == null ? required : arg.required() && arg.defaultValue().isEmpty();
    return new Property(name,
        arg == null || arg.description().isEmpty() ? description : arg.description(), type, ref.raw().isPrimitive(),
        optional == null && needed, arg == null || arg.defaultValue().isEmpty() ? null : Presets.parse(arg.defaultValue(), type),
        arg == null || arg.header().isEmpty() ? null : arg.header(), optional == null ? null : optional.empty);
  }

  /**
   * A property of a bean.
   *
   * @param type its type, compiled
   */
  static Property of(Member member, JsonType type) {
    Property property = of(member.arg(), member.name(), member.description(), member.required(), member.type(), type);
    if (member.isParameter()) {
      property.check();
    }
    return property;
  }

  /** The name in JSON of a parameter or component. */
  static String name(AnnotatedElement element, String javaName) {
    ToolArg arg = element.getAnnotation(ToolArg.class);
    return arg == null || arg.name().isEmpty() ? javaName : arg.name();
  }

  /** The member that tells one record from another. */
  static Property tag(String name, String value) {
    return new Property(name, "", ScalarType.constant(value), true, true, null, null, null);
  }

  /**
   * An argument that is declared in code.
   *
   * @param ref its Java type
   * @param type the same, compiled
   * @param defaultValue the default as text, or null
   * @throws UnsupportedTypeException with a clause that follows "argument 'x', which"
   */
  public static Property of(String name, @Nullable String description, boolean required, JsonType type, TypeRef ref,
      @Nullable String defaultValue) {
    Optionals optional = Optionals.of(ref.raw());
    // What is absent is left out of a map, so that a primitive needs no null.
    return new Property(name, description == null ? "" : description, type, false, required && optional == null && defaultValue == null,
        defaultValue == null ? null : Presets.parse(defaultValue, type), null, optional == null ? null : optional.empty);
  }

  private void check() {
    if (primitive && !required && preset == null) {
      throw new UnsupportedTypeException("need not be given, but its type has no null; give it a defaultValue, or make it"
          + " an Optional");
    }
  }

  ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = type.schema(schemas);
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
    if (preset != null && schemas.isInput()) {
      schema.set("default", preset);
    }
    if (header != null && schemas.isInput()) {
      schema.put("x-mcp-header", header);
    }
    return schema;
  }

  /** Whether there is something to read in an object: what a bean is not given keeps the value that the bean has by itself. */
  boolean isGiven(JsonNode object) {
    return required || preset != null || absent != null || object.hasNonNull(name);
  }

  /**
   * Takes the member out of its object.
   *
   * @throws MismatchException naming the member
   */
  public @Nullable Object read(JsonNode object) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull() && !required) {
      node = preset;
    }
    if (node == null) {
      if (required) {
        throw new MismatchException("'" + name + "' is required");
      }
      return absent;
    }
    try {
      return type.read(node);
    } catch (MismatchException e) {
      throw e.under(name);
    }
  }
}
