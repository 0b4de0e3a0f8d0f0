package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.spi.DecimalMax;
import dev.gatehouse.spi.DecimalMin;
import dev.gatehouse.spi.Max;
import dev.gatehouse.spi.Min;
import dev.gatehouse.spi.Pattern;
import dev.gatehouse.spi.Size;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The constraint annotations of a type use. */
public final class Constraints {

  private static final Set<Class<?>> OF_NUMBERS = Set.of(Min.class, Max.class, DecimalMin.class, DecimalMax.class);
  private static final Set<Class<?>> OF_TEXT = Set.of(Size.class, Pattern.class);
  private static final Set<Class<?>> OF_MANY = Set.of(Size.class);
  private static final Set<Class<?>> TEXT = Set.of(String.class, CharSequence.class);

  private Constraints() {
  }

  /** Those that are written on something. */
  public static List<Annotation> on(AnnotatedElement... places) {
    return among(Stream.of(places).flatMap(place -> Stream.of(place.getAnnotations())).toList());
  }

  /** Those among other annotations. */
  static List<Annotation> among(Iterable<Annotation> annotations) {
    return StreamSupport.stream(annotations.spliterator(), false)
        .filter(annotation -> OF_NUMBERS.contains(annotation.annotationType()) || OF_TEXT.contains(annotation.annotationType()))
        .distinct().toList();
  }

  /** Their names, such as {@code @Min and @Max}. */
  public static String names(List<Annotation> constraints) {
    return constraints.stream().map(constraint -> "@" + constraint.annotationType().getSimpleName()).distinct()
        .collect(Collectors.joining(" and "));
  }

  /** Narrows a type. */
  static JsonType narrow(TypeRef ref, JsonType type) {
    Class<?> boxed = MethodType.methodType(ref.raw()).wrap().returnType();
    List<Annotation> constraints = ref.constraints();
    if (NumberRules.apply(boxed)) {
      require(OF_NUMBERS, ref);
      return new ConstrainedType(type, NumberRules.of(boxed, constraints));
    }
    List<Rule> rules = new ArrayList<>();
    if (TEXT.contains(ref.raw())) {
      require(OF_TEXT, ref);
      rules.addAll(Rule.sizes("Length", constraints, Constraints::characters));
      rules.addAll(Rule.patterns(constraints));
    } else {
      boolean members = type instanceof MapType;
      require(members || type instanceof CollectionType || type instanceof ArrayType ? OF_MANY : Set.of(), ref);
      rules.addAll(Rule.sizes(members ? "Properties" : "Items", constraints, JsonNode::size));
    }
    return new ConstrainedType(type, rules);
  }

  private static int characters(JsonNode text) {
    return text.textValue().codePointCount(0, text.textValue().length());
  }

  private static void require(Set<Class<?>> fitting, TypeRef ref) {
    List<Annotation> others = ref.constraints().stream().filter(constraint -> !fitting.contains(constraint.annotationType())).toList();
    if (!others.isEmpty()) {
      throw new UnsupportedTypeException("has " + names(others) + ", but is a " + ref + "; @Min, @Max, @DecimalMin and @DecimalMax are for"
          + " numbers, @Pattern is for a String, @Size for a String, a collection, an array or a Map");
    }
  }

  /** Java allows it, and it would be passed over in silence. */
  static void refuseOnDeclaration(Class<?> type) {
    if (!on(type).isEmpty()) {
      throw new UnsupportedTypeException("is a " + type.getTypeName() + ", whose declaration has " + names(on(type))
          + "; a constraint narrows a type where it is used");
    }
  }

  static UnsupportedTypeException nothingLeft(List<Annotation> constraints) {
    return new UnsupportedTypeException("has " + names(constraints) + ", which leaves no value of its type");
  }
}
