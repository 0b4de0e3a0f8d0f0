package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads Jackson's annotations where a plugin brings them along: {@code @JsonProperty}, {@code @JsonIgnore} and their kin. They are
 * classes of the plugin's own loader and so known by name; each is seen through a proxy of the host's.
 */
final class PluginAnnotations extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;
  private static final String JACKSON = JsonProperty.class.getPackageName() + ".";

  /** The name in JSON of a record's component. */
  static String name(ComponentPlace component, String javaName) {
    JsonProperty property = find(Stream.of(component.getAnnotations()), JsonProperty.class);
    return property == null || property.value().isEmpty() ? javaName : property.value();
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
  protected <A extends Annotation> A _findAnnotation(Annotated place, Class<A> type) {
    return type.getName().startsWith(JACKSON) ? find(on(place), type) : super._findAnnotation(place, type);
  }

  private static Stream<Annotation> on(Annotated place) {
    return place instanceof AnnotatedClass type ? on(type.getRawType()) : StreamSupport.stream(place.annotations().spliterator(), false);
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

  private static <A extends Annotation> A find(Stream<Annotation> annotations, Class<A> type) {
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
