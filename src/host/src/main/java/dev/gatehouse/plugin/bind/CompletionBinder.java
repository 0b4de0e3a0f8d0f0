package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Completion;
import dev.gatehouse.feature.CompletionCall;
import dev.gatehouse.feature.CompletionRef;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.spi.CompleteArg;
import dev.gatehouse.spi.CompletionResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Makes completions of methods. */
record CompletionBinder(ClassLoader loader, Contexts contexts) {

  /**
   * Binds.
   *
   * @param name the prompt's name or the URI template
   * @param known the arguments or variables that it has
   */
  Completion bind(Annotated method, CompletionRef.Kind kind, String name, List<String> known) {
    List<String> arguments = new ArrayList<>();
    TextSlots<CompletionCall> slots = TextSlots.of(method, CompletionCall.class, contexts, (parameter, javaName, optional) -> {
      CompleteArg arg = parameter.getAnnotation(CompleteArg.class);
      arguments.add(TextSlots.name(method, arg == null ? "" : arg.name(), javaName));
      return CompletionCall::value;
    });
    if (arguments.size() != 1) {
      throw method.refusal(", which must have exactly one String parameter, the value to complete");
    }
    if (!known.contains(arguments.get(0))) {
      throw method.refusal(", which completes '" + arguments.get(0) + "', but '" + name + "' has "
          + (known.isEmpty() ? "no arguments" : String.join(", ", known)));
    }
    if (!returnsValues(method)) {
      throw method.refusal(", whose result must be a list of String, a String, or CompletionResponse");
    }
    CompletionRef ref = new CompletionRef(kind, name, arguments.get(0));
    return new Completion(ref, new MethodFunction<>(loader, new CompletionShape(slots), method));
  }

  private static boolean returnsValues(Annotated method) {
    Class<?> raw = method.result().raw();
    return raw == CompletionResponse.class || raw == String.class
        || Collection.class.isAssignableFrom(raw) && method.result().argument(0).raw() == String.class;
  }

  private record CompletionShape(TextSlots<CompletionCall> slots) implements CallShape<CompletionCall, CompletionResult> {

    @Override
    public Object[] arguments(CompletionCall call) {
      return slots.of(call);
    }

    @Override
    public CompletionResult result(CompletionCall call, Object value) {
      if (value instanceof CompletionResponse response) {
        return new CompletionResult(response.values(), response.total(), response.hasMore());
      }
      List<String> values = value instanceof Collection<?> many ? many.stream().map(String.class::cast).toList()
          : value == null ? List.of() : List.of((String) value);
      return new CompletionResult(values, values.size(), false);
    }

    @Override
    public CompletionResult refused(RuntimeException thrown) {
      throw DeclineMapping.words(thrown);
    }
  }
}
