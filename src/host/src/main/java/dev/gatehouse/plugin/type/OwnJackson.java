package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.LongAnswerException;
import dev.gatehouse.rpc.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Jackson that a plugin bundles. It reads and writes classes whose annotations define more than their members: a serializer, a single
 * value, a type name. The host does not know their form, so their schema allows anything.
 */
final class OwnJackson {

  private static final String ANNOTATION = "com.fasterxml.jackson.annotation.";
  private static final String DATABIND = "com.fasterxml.jackson.databind.annotation.";
  private static final String MAPPER = "com.fasterxml.jackson.databind.ObjectMapper";
  private static final Set<String> CODE = Set.of("using", "converter", "builder");

  private @Nullable JacksonMapper mapper;

  /** Whether it alone knows a class's form. */
  static boolean knows(Class<?> type) {
    return !Jdk.has(type) && (says(type, DATABIND + "JsonSerialize", OwnJackson::namesCode)
        || says(type, DATABIND + "JsonDeserialize", OwnJackson::namesCode)
        || says(type, ANNOTATION + "JsonTypeInfo", OwnJackson::namesTypes)
        || members(type).flatMap(member -> Stream.of(member.getAnnotations())).anyMatch(one -> namesValue(one, type)));
  }

  /** Of a class and its supertypes the first that has the annotation decides. */
  private static boolean says(Class<?> type, String annotation, Predicate<Annotation> what) {
    return PluginAnnotations.on(type).filter(one -> one.annotationType().getName().equals(annotation)).findFirst().filter(what).isPresent();
  }

  private static Stream<AccessibleObject> members(Class<?> type) {
    return type == null || Jdk.has(type) ? Stream.empty()
        : Stream.of(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredFields()), members(type.getSuperclass()))
            .flatMap(members -> members);
  }

  private static boolean namesValue(Annotation annotation, Class<?> type) {
    String name = annotation.annotationType().getName();
    return name.equals(ANNOTATION + "JsonValue") || type.isEnum() && name.equals(ANNOTATION + "JsonProperty");
  }

  /** But for names of classes, which would let callers choose what is made. */
  private static boolean namesTypes(Annotation annotation) {
    return Stream.of(annotation.annotationType().getDeclaredMethods()).filter(element -> element.getName().equals("use"))
        .noneMatch(element -> String.valueOf(Handles.call(Handles.method(annotation, element))).endsWith("CLASS"));
  }

  /** Without it there are defaults, which are classes named None, or Void. */
  private static boolean namesCode(Annotation annotation) {
    return Stream.of(annotation.annotationType().getDeclaredMethods()).filter(element -> CODE.contains(element.getName()))
        .map(element -> Handles.call(Handles.method(annotation, element)))
        .anyMatch(named -> named != Void.class && !((Class<?>) named).getSimpleName().equals("None"));
  }

  /**
   * The type of a class that it knows; null when the plugin brings annotations along, but no Jackson.
   *
   * @throws UnsupportedTypeException when it is too old to be kept from what callers must not reach
   */
  @Nullable
  JsonType of(Class<?> type) {
    Class<?> found = found(type.getClassLoader());
    return found == null ? null : new Own(mapper(found, type), type);
  }

  private static @Nullable Class<?> found(ClassLoader loader) {
    try {
      return Class.forName(MAPPER, true, loader);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private synchronized JacksonMapper mapper(Class<?> found, Class<?> type) {
    try {
      if (mapper == null) {
        mapper = JacksonMapper.of(found);
      }
      return mapper;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new UnsupportedTypeException("is a " + type.getTypeName() + ", whose annotations are for Jackson, and that of the plugin is"
          + " older than 2.10; bring a newer one along");
    }
  }

  private record Own(JacksonMapper mapper, Class<?> type) implements JsonType {
    @Override
    public ObjectNode schema(SchemaWriter schemas) {
      return Json.object();
    }

    @Override
    public Object read(JsonNode node) {
      try {
        return mapper.read(node.toString(), type);
      } catch (Exception | StackOverflowError e) {
        throw new MismatchException("cannot be read as " + type.getSimpleName());
      }
    }

    @Override
    public JsonNode write(Object value, Writing writing) {
      String text = text(value, writing);
      try {
        return writing.countAll(Json.read(text));
      } catch (JsonProcessingException e) {
        throw unwritable(e);
      }
    }

    private String text(Object value, Writing writing) {
      BoundedWriter text = new BoundedWriter(writing.left());
      try {
        mapper.write(text, value);
        return text.toString();
      } catch (Exception | StackOverflowError e) {
        throw text.isFull() ? new LongAnswerException(writing.most()) : unwritable(e);
      }
    }

    private UnwritableException unwritable(Throwable why) {
      return new UnwritableException("is a " + type.getTypeName() + ", which the plugin's own Jackson does not write ("
          + why.getClass().getSimpleName() + ")");
    }
  }
}
