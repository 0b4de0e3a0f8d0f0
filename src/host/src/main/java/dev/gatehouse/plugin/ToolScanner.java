package dev.gatehouse.plugin;

import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.spi.Tool;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the annotated methods of a plugin's objects and binds each. One scan per plugin. */
final class ToolScanner {

  private final ToolBinder binder;
  private final List<dev.gatehouse.tool.Tool> tools = new ArrayList<>();
  private final Map<String, Method> names = new HashMap<>();

  ToolScanner(ClassLoader loader) {
    binder = new ToolBinder(loader);
  }

  List<dev.gatehouse.tool.Tool> scan(List<Object> features) {
    for (Object feature : features) {
      if (feature == null) {
        throw new Refusal("has a null among its features; leave it out");
      }
      Step.run("reading the methods of " + feature.getClass().getName(), () -> {
        Hierarchy.of(feature.getClass()).forEach((method, bindings) -> add(feature, method, bindings));
        return null;
      });
    }
    return tools;
  }

  private void add(Object feature, Method method, Map<TypeVariable<?>, TypeRef> bindings) {
    Tool tool = method.getAnnotation(Tool.class);
    if (tool == null) {
      return;
    }
    if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
      throw new Refusal("has the tool method " + text(method) + ", which must be public and not static");
    }
    dev.gatehouse.tool.Tool bound = binder.bind(feature, method, tool, bindings);
    Method other = names.putIfAbsent(bound.info().name(), method);
    if (other != null) {
      throw new Refusal("has two tools named '" + bound.info().name() + "', " + text(other) + " and " + text(method)
          + "; give one of them another @Tool(name = …)");
    }
    tools.add(bound);
  }

  static String text(Method method) {
    return method.getDeclaringClass().getName() + '.' + method.getName();
  }
}
