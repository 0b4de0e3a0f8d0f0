package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.check.PluginDefect;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.spi.CompleteArg;
import dev.gatehouse.spi.CompletePrompt;
import dev.gatehouse.spi.CompleteResourceTemplate;
import dev.gatehouse.spi.Prompt;
import dev.gatehouse.spi.PromptArg;
import dev.gatehouse.spi.ResourceTemplate;
import dev.gatehouse.spi.ResourceTemplateArg;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method of a plugin's object.
 *
 * @param kind the kind of feature that the annotation declares
 * @param feature the object
 * @param method the method
 * @param bindings the types that the type variables of the method's class stand for
 * @param blocking whether it may block, as its annotation says
 */
record Annotated(Kind kind, Object feature, Method method, Map<TypeVariable<?>, TypeRef> bindings, boolean blocking) {

  /** The method annotations that an annotation of a parameter goes with; elsewhere it would be ignored silently. */
  private static final Map<Class<? extends Annotation>, List<Class<? extends Annotation>>> HOMES = Map.of(
      ToolArg.class, List.of(Tool.class),
      PromptArg.class, List.of(Prompt.class),
      ResourceTemplateArg.class, List.of(ResourceTemplate.class),
      CompleteArg.class, List.of(CompletePrompt.class, CompleteResourceTemplate.class));

  /** Throws {@link PluginDefect} when the method cannot be served. */
  Annotated {
    if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
      throw new PluginDefect("has the " + kind + " method " + text(method) + ", which must not be private or static");
    }
    for (Parameter parameter : method.getParameters()) {
      refuseMisplaced(kind, method, parameter);
    }
  }

  private static void refuseMisplaced(Kind kind, Method method, Parameter parameter) {
    for (Annotation annotation : parameter.getAnnotations()) {
      List<Class<? extends Annotation>> homes = HOMES.get(annotation.annotationType());
      if (homes != null && homes.stream().noneMatch(method::isAnnotationPresent)) {
        throw new PluginDefect("has the " + kind + " method " + text(method) + ", whose parameter '" + parameter.getName() + "' has @"
            + annotation.annotationType().getSimpleName() + ", which is for methods with @" + homes.get(0).getSimpleName()
            + "; use the one that belongs here");
      }
    }
  }

  /** Whether it returns a completion stage; no thread waits for that. */
  boolean async() {
    return CompletionStage.class.isAssignableFrom(method.getReturnType());
  }

  /** Whether it may wait for something, such as its client's answer. */
  boolean mayWait() {
    return blocking && !async();
  }

  /** The type of its result, or of its stage's result. */
  TypeRef result() {
    TypeRef type = TypeRef.of(method.getAnnotatedReturnType(), bindings);
    return async() ? type.held() : type;
  }

  /** The name given in the annotation, or the method's own when that is empty. */
  String name(String given) {
    if (given.isEmpty() && method.getName().indexOf('-') >= 0) {
      throw refusal(", whose name Kotlin has made up since it takes or returns a value class; give it a name in @"
          + Character.toUpperCase(kind.toString().charAt(0)) + kind.toString().substring(1)
          + ", or take the type that the value class wraps");
    }
    return given.isEmpty() ? method.getName() : given;
  }

  /** What supplies a parameter of a context type, such as {@code Caller}; null when its type is another. */
  @Nullable
  Function<Call, Object> context(Parameter parameter, Contexts contexts) {
    try {
      return contexts.find(parameter.getType(), kind, mayWait());
    } catch (IllegalArgumentException e) {
      throw refusal(parameter, String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a step makes of the annotation.
   *
   * @param before the words before the message of an {@link IllegalArgumentException} that the step throws
   * @param after the words after it
   * @throws PluginDefect with that message
   */
  <T extends @Nullable Object> T checked(String before, Supplier<T> step, String after) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw refusal(before + e.getMessage() + after);
    }
  }

  /** The defect because of which it is not served; the clause follows the method's name. */
  PluginDefect refusal(String clause) {
    return new PluginDefect("has the " + kind + " method " + text() + clause);
  }

  /** The same for one of its parameters; the clause follows the parameter's name. */
  PluginDefect refusal(Parameter parameter, String clause) {
    return refusal(", whose parameter '" + parameter.getName() + "' " + clause);
  }

  /** The names of its class and method, for messages. */
  String text() {
    return text(method);
  }

  static String text(Method method) {
    return method.getDeclaringClass().getName() + '.' + method.getName();
  }
}
