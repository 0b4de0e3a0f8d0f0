package dev.gatehouse.plugin.type;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places where annotations of a record component may be: the component, its accessor, its field, and the parameter of the canonical
 * constructor. Java copies them to all of these, but not to an explicit accessor; Kotlin puts them on the parameter only.
 */
final class ComponentPlace implements AnnotatedElement {

  private final Map<Class<?>, Annotation> annotations = new LinkedHashMap<>();

  private ComponentPlace(AnnotatedElement... places) {
    Stream.of(places).flatMap(place -> Stream.of(place.getAnnotations()))
        .forEach(annotation -> annotations.putIfAbsent(annotation.annotationType(), annotation));
  }

  static ComponentPlace of(RecordComponent component) {
    Class<?> record = component.getDeclaringRecord();
    int index = Stream.of(record.getRecordComponents()).map(RecordComponent::getName).toList().indexOf(component.getName());
    return new ComponentPlace(component, component.getAccessor(), field(record, component.getName()),
        Handles.canonical(record).getParameters()[index]);
  }

  private static Field field(Class<?> record, String name) {
    try {
      return record.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every component of a record has its field", e);
    }
  }

  @Override
  public <T extends Annotation> @Nullable T getAnnotation(Class<T> type) {
    return type.cast(annotations.get(type));
  }

  @Override
  public Annotation[] getAnnotations() {
    return List.copyOf(annotations.values()).toArray(Annotation[]::new);
  }

  @Override
  public Annotation[] getDeclaredAnnotations() {
    return getAnnotations();
  }
}
