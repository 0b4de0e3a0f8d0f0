package dev.gatehouse.plugin.type;

import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;

/**
 * The mapper of a plugin's own Jackson, by reflection. Callers can set public or annotated members only, and cannot choose a class,
 * whatever the annotations allow ({@code @JsonTypeInfo} with class names).
 *
 * @param mapper an {@code ObjectMapper}
 * @param reader its {@code readValue(String, Class)}
 * @param writer its {@code writeValue(Writer, Object)}
 */
record JacksonMapper(Object mapper, MethodHandle reader, MethodHandle writer) {

  private static final String DATABIND = "com.fasterxml.jackson.databind.";
  private static final String ANNOTATION = "com.fasterxml.jackson.annotation.";
  private static final List<String> GUESSES =
      List.of("INFER_PROPERTY_MUTATORS", "USE_GETTERS_AS_SETTERS", "ALLOW_FINAL_FIELDS_AS_MUTATORS");

  /**
   * Creates a mapper, with the modules that the plugin bundles.
   *
   * @param type {@code ObjectMapper}
   * @throws ReflectiveOperationException when it lacks what restricts it
   * @throws IllegalArgumentException likewise
   */
  static JacksonMapper of(Class<?> type) throws ReflectiveOperationException {
    Object mapper = type.getMethod("findAndRegisterModules").invoke(type.getConstructor().newInstance());
    ClassLoader loader = type.getClassLoader();
    guessNothing(mapper, loader);
    allowNoClass(mapper, loader);
    leaveNothing(mapper, loader);
    return new JacksonMapper(mapper, Handles.method(mapper, type.getMethod("readValue", String.class, Class.class)),
        Handles.method(mapper, type.getMethod("writeValue", Writer.class, Object.class)));
  }

  private static void guessNothing(Object mapper, ClassLoader loader) throws ReflectiveOperationException {
    Class<?> feature = Class.forName(DATABIND + "MapperFeature", true, loader);
    Method configure = mapper.getClass().getMethod("configure", feature, boolean.class);
    for (String guess : GUESSES) {
      configure.invoke(mapper, constant(feature, guess), false);
    }
    Class<?> accessor = Class.forName(ANNOTATION + "PropertyAccessor", true, loader);
    Class<?> visibility = Class.forName(ANNOTATION + "JsonAutoDetect$Visibility", true, loader);
    Method see = mapper.getClass().getMethod("setVisibility", accessor, visibility);
    for (String kind : List.of("SETTER", "CREATOR")) {
      see.invoke(mapper, constant(accessor, kind), constant(visibility, "NON_PRIVATE"));
    }
  }

  /** Sets a validator of subtypes that allows none. Type names do not use it. */
  private static void allowNoClass(Object mapper, ClassLoader loader) throws ReflectiveOperationException {
    Class<?> validator = Class.forName(DATABIND + "jsontype.PolymorphicTypeValidator", true, loader);
    Class<?> basic = Class.forName(DATABIND + "jsontype.BasicPolymorphicTypeValidator", true, loader);
    Object builder = basic.getMethod("builder").invoke(null);
    mapper.getClass().getMethod("setPolymorphicTypeValidator", validator)
        .invoke(mapper, builder.getClass().getMethod("build").invoke(builder));
  }

  /** Disables its thread-local buffers, which would keep the plugin's classes in memory after the plugin has ended. */
  private static void leaveNothing(Object mapper, ClassLoader loader) throws ReflectiveOperationException {
    Class<?> feature = Class.forName("com.fasterxml.jackson.core.JsonFactory$Feature", true, loader);
    Object factory = mapper.getClass().getMethod("getFactory").invoke(mapper);
    factory.getClass().getMethod("configure", feature, boolean.class)
        .invoke(factory, constant(feature, "USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING"), false);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object constant(Class type, String name) {
    return Enum.valueOf(type, name);
  }

  /** Reads a value; throws what Jackson throws. */
  Object read(String json, Class<?> as) {
    return Handles.call(reader, json, as);
  }

  /** Writes a value; throws what Jackson and the writer throw. */
  void write(Writer to, Object value) {
    Handles.call(writer, to, value);
  }
}
