package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.AnnotationIntrospector.ReferenceProperty;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.AnnotatedWithParams;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.ToolArg;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.TypeVariable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of beans by Jackson's rules, since most tool classes were written for servers that use it. Only Jackson's introspection
 * is used, not its reading and writing. Its caches belong to the plugin and are released with it.
 */
final class BeanScanner {

  private @Nullable JsonMapper mapper;

  private synchronized JsonMapper mapper() {
    if (mapper == null) {
      LookupCache<Object, JavaType> cache = new LRUMap<>(16, 200);
      mapper = Json.mapper().rebuild().annotationIntrospector(new PluginAnnotations())
          .visibility(PropertyAccessor.SETTER, Visibility.NON_PRIVATE).visibility(PropertyAccessor.CREATOR, Visibility.NON_PRIVATE)
          .typeFactory(TypeFactory.defaultInstance().withCache(cache))
          .disable(MapperFeature.USE_GETTERS_AS_SETTERS, MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS).build();
    }
    return mapper;
  }

  /**
   * How a bean is created from JSON.
   *
   * @param create makes it
   * @param parameters what the constructor takes, in order
   * @param properties what is set afterwards
   * @param others takes each member of another name ({@code @JsonAnySetter}); null when there may be none
   */
  record Reader(MethodHandle create, List<Member> parameters, List<Member> properties, @Nullable Member others) {

    /** All, in that order. */
    List<Member> members() {
      return Stream.of(parameters.stream(), properties.stream(), Stream.ofNullable(others)).flatMap(Function.identity()).toList();
    }
  }

  /**
   * How a bean is written.
   *
   * @param members the properties
   * @param others gives a map of further members ({@code @JsonAnyGetter}), or null
   */
  record Writer(List<Member> members, @Nullable MethodHandle others) {
  }

  /**
   * How a bean is read.
   *
   * @throws UnsupportedTypeException when it cannot be made
   */
  Reader read(TypeRef bean) {
    BeanDescription description = described(bean, () -> mapper().getDeserializationConfig().introspect(mapper().constructType(bean.raw())));
    List<BeanPropertyDefinition> found = sorted(bean, description);
    List<BeanPropertyDefinition> parameters = found.stream().filter(BeanPropertyDefinition::hasConstructorParameter)
        .sorted(Comparator.comparing(property -> property.getConstructorParameter().getIndex())).toList();
    AnnotatedWithParams creator = parameters.isEmpty() ? description.findDefaultConstructor()
        : parameters.get(0).getConstructorParameter().getOwner();
    if (creator == null || creator.getParameterCount() != parameters.size() || Modifier.isAbstract(bean.raw().getModifiers())) {
      throw new UnsupportedTypeException("is a " + bean + ", which can be returned, but not be an argument: there is neither a constructor"
          + " without parameters nor one that names all of them (compile with -parameters)");
    }
    Reader reader = new Reader(Handles.executable((Executable) creator.getAnnotated()),
        members(bean, parameters, BeanPropertyDefinition::getConstructorParameter, Handles::setter),
        members(bean, found, property -> mutator(description, property), Handles::setter),
        others(bean, description.findAnySetterAccessor()));
    if (reader.members().isEmpty()) {
      throw new UnsupportedTypeException("is a " + bean + ", which has no setter and no public field");
    }
    return reader;
  }

  /** One that is seen or annotated itself: Jackson would also infer a private one from a getter, which callers are not to reach. */
  private @Nullable AnnotatedMember mutator(BeanDescription bean, BeanPropertyDefinition property) {
    AnnotatedMember mutator = property.hasConstructorParameter() ? null : property.getNonConstructorMutator();
    VisibilityChecker<?> seen =
        mapper().getDeserializationConfig().getDefaultVisibilityChecker(bean.getBeanClass(), bean.getClassInfo());
    boolean isSeen = mutator instanceof AnnotatedField field ? seen.isFieldVisible(field)
        : mutator instanceof AnnotatedMethod method && seen.isSetterVisible(method);
    return isSeen || mutator != null && PluginAnnotations.areExplicit(mutator) ? mutator : null;
  }

  /**
   * What of a bean is written. An abstract one may have nothing to write, but not those that extend it.
   *
   * @throws UnsupportedTypeException when there is nothing
   */
  Writer written(TypeRef bean) {
    BeanDescription description = described(bean, () -> mapper().getSerializationConfig().introspect(mapper().constructType(bean.raw())));
    List<Member> members = members(bean, sorted(bean, description), BeanPropertyDefinition::getAccessor, Handles::getter);
    AnnotatedMember others = description.findAnyGetter();
    if (members.isEmpty() && others == null && !Modifier.isAbstract(bean.raw().getModifiers())) {
      throw new UnsupportedTypeException("is a " + bean + ", which has no getter and no public field");
    }
    return new Writer(members, others == null ? null : handle(others, Handles::getter));
  }

  private static @Nullable Member others(TypeRef bean, @Nullable AnnotatedMember setter) {
    if (!(setter instanceof AnnotatedMethod method) || method.getParameterCount() != 2) {
      return null;
    }
    Parameter value = method.getAnnotated().getParameters()[1];
    return new Member("*", type(value, bean.asKnown(method.getDeclaringClass()).bindings()), null, "", false,
        Handles.executable(method.getAnnotated()));
  }

  private static BeanDescription described(TypeRef bean, Supplier<BeanDescription> look) {
    try {
      BeanDescription description = look.get();
      description.findProperties();
      return description;
    } catch (IllegalArgumentException e) {
      throw new UnsupportedTypeException("is a " + bean + ", a bean whose members contradict each other: " + e.getMessage());
    }
  }

  /** In the order of the fields; those without one last, by name, since the JVM promises no order of methods. */
  private static List<BeanPropertyDefinition> sorted(TypeRef bean, BeanDescription description) {
    List<String> fields = fields(bean.raw());
    return description.findProperties().stream().filter(property -> !isBack(property.findReferenceType())).sorted(Comparator
        .comparing((BeanPropertyDefinition property) -> place(property, fields)).thenComparing(BeanPropertyDefinition::getName)).toList();
  }

  /** Whether it is a back reference to the parent, which Jackson neither reads nor writes. */
  private static boolean isBack(ReferenceProperty reference) {
    return reference != null && reference.isBackReference();
  }

  private static int place(BeanPropertyDefinition property, List<String> fields) {
    int place = fields.indexOf(property.getInternalName());
    return place < 0 ? fields.size() : place;
  }

  private static List<String> fields(Class<?> type) {
    return type == null ? List.of()
        : Stream.concat(fields(type.getSuperclass()).stream(), Stream.of(type.getDeclaredFields()).map(Field::getName)).toList();
  }

  /**
   * The members that one side of the properties gives.
   *
   * @param field gets a field, or sets it
   */
  private static List<Member> members(TypeRef bean, List<BeanPropertyDefinition> found,
      Function<BeanPropertyDefinition, AnnotatedMember> which, Function<Field, MethodHandle> field) {
    return found.stream().filter(property -> which.apply(property) != null)
        .map(property -> member(bean, property, which.apply(property), field)).toList();
  }

  private static Member member(TypeRef bean, BeanPropertyDefinition property, AnnotatedMember member,
      Function<Field, MethodHandle> field) {
    String description = property.getMetadata().getDescription();
    return new Member(property.getName(), type(bean, member).with(Constraints.among(member.getAllAnnotations().annotations())),
        member.getAnnotation(ToolArg.class), description == null ? "" : description,
        member instanceof AnnotatedParameter || property.isRequired(), handle(member, field));
  }

  /** A parameter, the value of a setter, or what a getter or a field gives, with what the type variables of its class stand for. */
  private static TypeRef type(TypeRef bean, AnnotatedMember member) {
    Map<TypeVariable<?>, TypeRef> bindings = bean.asKnown(member.getDeclaringClass()).bindings();
    if (member instanceof AnnotatedParameter parameter) {
      return type(PluginAnnotations.parameter(parameter), bindings);
    }
    if (member.getMember() instanceof Field field) {
      return TypeRef.of(field, field.getAnnotatedType(), bindings);
    }
    Method method = (Method) member.getMember();
    return method.getParameterCount() > 0 ? type(method.getParameters()[0], bindings)
        : TypeRef.of(method, method.getAnnotatedReturnType(), bindings);
  }

  private static TypeRef type(Parameter parameter, Map<TypeVariable<?>, TypeRef> bindings) {
    return TypeRef.of(parameter, parameter.getAnnotatedType(), bindings);
  }

  private static @Nullable MethodHandle handle(AnnotatedMember member, Function<Field, MethodHandle> field) {
    if (member instanceof AnnotatedParameter) {
      return null;
    }
    return member.getMember() instanceof Method method ? Handles.executable(method) : field.apply((Field) member.getMember());
  }
}
