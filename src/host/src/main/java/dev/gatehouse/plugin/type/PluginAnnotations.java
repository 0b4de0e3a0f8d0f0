package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Jackson annotations that a plugin bundles: {@code @JsonProperty}, {@code @JsonIgnore} and similar. They are classes of the
 * plugin's loader and so found by name; each is accessed through a proxy.
 */
final class PluginAnnotations extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;
  private static final String JACKSON = JsonProperty.class.getPackageName() + ".";

  private static final Set<String> EXPLICIT = Set.of(JsonProperty.class.getName(), JsonSetter.class.getName());

  /** The name in JSON of a record's component. */
  static String name(ComponentPlace component, String javaName) {
    JsonProperty property = find(Stream.of(component.getAnnotations()), JsonProperty.class);
    return property == null || property.value().isEmpty() ? javaName : property.value();
  }

  /** What others than the plugin's author say about a record's component, possibly empty. */
  static String description(ComponentPlace component) {
    JsonPropertyDescription description = find(Stream.of(component.getAnnotations()), JsonPropertyDescription.class);
    return description == null ? "" : description.value();
  }

  /**
   * Which way a record's component goes.
   *
   * @param name its name in JSON
   * @return null when it goes neither way
   */
  static @Nullable Access access(ComponentPlace component, Class<?> record, String name) {
    JsonIgnore ignored = find(Stream.of(component.getAnnotations()), JsonIgnore.class);
    if (ignored != null && ignored.value()) {
      return null;
    }
    JsonIgnoreProperties all = find(on(record), JsonIgnoreProperties.class);
    if (all != null && List.of(all.value()).contains(name)) {
      return all.allowGetters() ? Access.READ_ONLY : all.allowSetters() ? Access.WRITE_ONLY : null;
    }
    JsonProperty property = find(Stream.of(component.getAnnotations()), JsonProperty.class);
    return property == null ? Access.AUTO : property.access();
  }

  /** Whether a member itself says that it is a property; Jackson gives it the annotations of the property's other members, too. */
  static boolean areExplicit(AnnotatedMember member) {
    Stream<Annotation> own = Stream.of(((AnnotatedElement) member.getMember()).getAnnotations());
    return own.map(annotation -> annotation.annotationType().getName()).anyMatch(EXPLICIT::contains);
  }

  /** A parameter as reflection has it. */
  static Parameter parameter(AnnotatedParameter parameter) {
    return ((Executable) parameter.getOwner().getAnnotated()).getParameters()[parameter.getIndex()];
  }

  @Override
  public String findImplicitPropertyName(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter && parameter(parameter).isNamePresent()) {
      return parameter(parameter).getName();
    }
    return super.findImplicitPropertyName(member);
  }

  @Override
  protected <A extends Annotation> @Nullable A _findAnnotation(Annotated place, Class<A> type) {
    return type.getName().startsWith(JACKSON) ? find(on(place), type) : super._findAnnotation(place, type);
  }

  private static Stream<Annotation> on(Annotated place) {
    if (place instanceof AnnotatedClass type) {
      return on(type.getRawType());
    }
    return place instanceof AnnotatedMember member ? StreamSupport.stream(member.getAllAnnotations().annotations().spliterator(), false)
        : Stream.empty();
  }

  /** Those of a class, and after them those of its supertypes. */
  static Stream<Annotation> on(Class<?> type) {
    return type == null ? Stream.empty() : Stream.concat(Stream.of(type.getAnnotations()),
        Stream.concat(on(type.getSuperclass()), Stream.of(type.getInterfaces()).flatMap(PluginAnnotations::on)));
  }

  @Override
  protected boolean _hasAnnotation(Annotated place, Class<? extends Annotation> type) {
    return _findAnnotation(place, type) != null;
  }

  private static <A extends Annotation> @Nullable A find(Stream<Annotation> annotations, Class<A> type) {
    return annotations.filter(one -> one.annotationType().getName().equals(type.getName())).findFirst()
        .map(one -> type.cast(seen(one, type))).orElse(null);
  }

  private static Object seen(Annotation foreign, Class<?> type) {
    return type.isInstance(foreign) ? foreign : Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
        (proxy, method, arguments) -> method.getName().equals("annotationType") ? type : element(foreign, method));
  }

  /** What an annotation says; the host's default where the plugin's version of it does not know the element. */
  private static Object element(Annotation foreign, Method element) throws ReflectiveOperationException {
    try {
      return translated(foreign.annotationType().getMethod(element.getName()).invoke(foreign), element.getReturnType());
    } catch (NoSuchMethodException | IllegalArgumentException e) {
      return element.getDefaultValue();
    }
  }

  /** Enums and annotations within it are of the plugin's loader, too. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object translated(Object value, Class<?> type) {
    if (value instanceof Enum<?> constant) {
      return Enum.valueOf((Class) type, constant.name());
    }
    return value instanceof Annotation annotation ? seen(annotation, type) : value;
  }
}
