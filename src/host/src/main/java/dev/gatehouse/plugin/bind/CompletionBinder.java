package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.UnlistedInfo;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.spi.CompleteArg;
import dev.gatehouse.spi.CompletionResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds methods as completions: suggestions for an argument of a prompt or a variable of a resource template. */
record CompletionBinder(ClassLoader loader, Contexts contexts) {

  /**
   * Binds a method as the completion of one argument.
   *
   * @param name the prompt's name or the URI template
   * @param known its arguments or variables
   * @throws PluginDefect when the method cannot complete one of them
   */
  Feature bind(Annotated method, String name, List<String> known) {
    List<String> arguments = new ArrayList<>();
    TextSlots slots = TextSlots.of(method, contexts, (parameter, javaName, optional) -> {
      CompleteArg arg = parameter.getAnnotation(CompleteArg.class);
      arguments.add(TextSlots.name(method, arg == null ? "" : arg.name(), javaName));
      return call -> ((CallParams.Partial) call.params()).value();
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
    return new Feature(new UnlistedInfo(Key.completion(name, arguments.get(0))),
        new MethodBody(loader, new CompletionShape(slots), method), method.blocking());
  }

  private static boolean returnsValues(Annotated method) {
    Class<?> raw = method.result().raw();
    return raw == CompletionResponse.class || raw == String.class
        || Collection.class.isAssignableFrom(raw) && method.result().argument(0).raw() == String.class;
  }

  private record CompletionShape(TextSlots slots) implements CallShape {

    @Override
    public Object[] arguments(Call call) {
      return slots.of(call);
    }

    @Override
    public CompletionResult result(Call call, @Nullable Object value) {
      if (value instanceof CompletionResponse response) {
        return new CompletionResult(response.values(), response.total(), response.hasMore());
      }
      List<String> values = value instanceof Collection<?> many ? many.stream().map(String.class::cast).toList()
          : value == null ? List.of() : List.of((String) value);
      return new CompletionResult(values, values.size(), false);
    }
  }
}
