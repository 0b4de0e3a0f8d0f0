package dev.gatehouse.plugin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.plugin.type.Handles;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.tool.ToolInfo;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Makes a tool of a method: everything that can be worked out from its signature is worked out here, once. */
final class ToolBinder {

  private final ClassLoader loader;
  private final JsonTypes types = new JsonTypes();

  ToolBinder(ClassLoader loader) {
    this.loader = loader;
  }

  dev.gatehouse.tool.Tool bind(Object feature, Method method, Tool tool, Map<TypeVariable<?>, TypeRef> bindings) {
    String name = tool.name().isEmpty() ? method.getName() : tool.name();
    Parameters parameters = Parameters.of(method, bindings, types);
    ObjectNode inputSchema = parameters.schema();
    TypeRef type = TypeRef.of(method.getGenericReturnType(), bindings);
    boolean async = CompletionStage.class.isAssignableFrom(type.raw());
    Returned returned = returned(method, async ? type.argument(0) : type, tool);
    ToolInfo info = info(method, name, tool, inputSchema, returned.outputSchema());
    return new dev.gatehouse.tool.Tool(info, new MethodTool(loader, new Arguments(name, inputSchema, parameters),
        Handles.method(feature, method), returned, async));
  }

  private Returned returned(Method method, TypeRef type, Tool tool) {
    try {
      return Returned.of(type, tool.structuredContent(), types);
    } catch (UnsupportedTypeException e) {
      throw new Refusal("has the tool method " + ToolScanner.text(method) + ", whose result " + e.getMessage());
    }
  }

  private static ToolInfo info(Method method, String name, Tool tool, ObjectNode input, ObjectNode output) {
    try {
      return Infos.of(name, tool, input, output);
    } catch (IllegalArgumentException e) {
      throw new Refusal("has the tool method " + ToolScanner.text(method) + ": " + e.getMessage() + "; set @Tool(name = …)");
    }
  }
}
