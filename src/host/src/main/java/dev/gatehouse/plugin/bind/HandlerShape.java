package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.Result;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.JsonType;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.record.Faults;
import dev.gatehouse.spi.ToolManager.ToolArguments;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The call shape of a registered tool: its handler gets all arguments as one object.
 *
 * @param tool checks the arguments and makes the result
 * @param names the names of the declared arguments, in order
 * @param undeclared the types that read undeclared arguments as plain values; null when the schema allows none
 * @param contexts the objects that the host supplies
 * @param mayBlock whether the handler may block its thread
 */
record HandlerShape(ToolShape tool, List<String> names, @Nullable JsonTypes undeclared, Contexts contexts, boolean mayBlock)
    implements CallShape {

  @Override
  public Object[] arguments(Call call) {
    ObjectNode given = tool.arguments().check(call);
    Object[] values = tool.arguments().bind(call, given);
    Map<String, Object> args = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        args.put(names.get(i), values[i]);
      }
    }
    if (undeclared != null) {
      addOthers(undeclared.any(), given, args);
    }
    return new Object[] {new Given(Collections.unmodifiableMap(args), call, contexts, mayBlock)};
  }

  private void addOthers(JsonType any, ObjectNode given, Map<String, Object> args) {
    Faults faults = new Faults();
    for (Map.Entry<String, JsonNode> member : given.properties()) {
      if (!names.contains(member.getKey())) {
        try {
          args.put(member.getKey(), any.read(member.getValue()));
        } catch (MismatchException e) {
          faults.addAll(e.under(member.getKey()).faults());
        }
      }
    }
    if (!faults.isEmpty()) {
      throw tool.arguments().refusal(faults);
    }
  }

  @Override
  public Result result(Call call, @Nullable Object value) {
    return tool.result(call, value);
  }

  @Override
  public Result refused(RuntimeException thrown) {
    return tool.refused(thrown);
  }

  private record Given(Map<String, Object> args, Call call, Contexts contexts, boolean mayBlock) implements ToolArguments {

    @Override
    public <T> T context(Class<T> type) {
      Function<Call, Object> supplier = contexts.find(type, Kind.TOOL, mayBlock);
      if (supplier == null) {
        throw new IllegalArgumentException(type.getName() + " is no type that the host supplies to a tool");
      }
      return type.cast(supplier.apply(call));
    }
  }
}
