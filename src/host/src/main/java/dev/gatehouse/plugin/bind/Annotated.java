package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.check.PluginDefect;
import dev.gatehouse.plugin.type.TypeRef;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * An annotated method of a plugin's object.
 *
 * @param kind what the annotation makes it
 * @param feature the object
 * @param method the method
 * @param bindings what the type variables of its class stand for
 */
record Annotated(Kind kind, Object feature, Method method, Map<TypeVariable<?>, TypeRef> bindings) {

  Annotated {
    if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
      throw new PluginDefect("has the " + kind + " method " + text(method) + ", which must not be private or static");
    }
    ArgAnnotations.misplaced(method).ifPresent(clause -> {
      throw new PluginDefect("has the " + kind + " method " + text(method) + clause);
    });
  }

  /** Whether it returns a completion stage, which must not be waited for. */
  boolean async() {
    return CompletionStage.class.isAssignableFrom(method.getReturnType());
  }

  /** The type of its result, or of its stage's result. */
  TypeRef result() {
    TypeRef type = TypeRef.of(method.getAnnotatedReturnType(), bindings);
    return async() ? type.held() : type;
  }

  /** The given name, or the method's own. */
  String name(String given) {
    if (given.isEmpty() && method.getName().indexOf('-') >= 0) {
      throw refusal(", whose name Kotlin has made up since it takes or returns a value class; give it a name in @"
          + Character.toUpperCase(kind.toString().charAt(0)) + kind.toString().substring(1)
          + ", or take the type that the value class wraps");
    }
    return given.isEmpty() ? method.getName() : given;
  }

  /** The reason why it is not served. */
  PluginDefect refusal(String clause) {
    return new PluginDefect("has the " + kind + " method " + text() + clause);
  }

  String text() {
    return text(method);
  }

  private static String text(Method method) {
    return method.getDeclaringClass().getName() + '.' + method.getName();
  }
}
