package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.PromptResult;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.Prompt;
import dev.gatehouse.spi.PromptArg;
import dev.gatehouse.spi.PromptMessage;
import dev.gatehouse.spi.PromptResponse;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds methods as prompts: arguments are texts, and the return value becomes messages. */
record PromptBinder(ClassLoader loader, Contexts contexts) {

  Feature bind(Annotated method, Prompt prompt) {
    String name = method.name(prompt.name());
    List<PromptInfo.Argument> arguments = new ArrayList<>();
    TextSlots slots = TextSlots.of(method, contexts,
        (parameter, javaName, optional) -> argument(method, parameter, javaName, optional, arguments));
    if (arguments.stream().map(PromptInfo.Argument::name).distinct().count() < arguments.size()) {
      throw method.refusal(" with two arguments of one name; rename one");
    }
    if (!returnsMessages(method)) {
      throw method.refusal(", whose result must be a String, Content, PromptMessage, a list of these, or PromptResponse");
    }
    PromptInfo info = method.checked(": ",
        () -> new PromptInfo(name, TextSlots.orNull(prompt.title()), prompt.description(), arguments, null), "; correct its @Prompt");
    return new Feature(info, new MethodBody(loader, new PromptShape(info, slots), method), method.blocking());
  }

  private static Function<Call, String> argument(Annotated method, Parameter parameter, String javaName, boolean optional,
      List<PromptInfo.Argument> arguments) {
    PromptArg arg = parameter.getAnnotation(PromptArg.class);
    String name = TextSlots.name(method, arg == null ? "" : arg.name(), javaName);
    String preset = arg == null ? null : TextSlots.orNull(arg.defaultValue());
    boolean required = !optional && preset == null && (arg == null || arg.required());
    arguments.add(new PromptInfo.Argument(name, arg == null ? null : TextSlots.orNull(arg.title()),
        arg == null ? "" : arg.description(), required));
    return call -> texts(call).getOrDefault(name, preset);
  }

  private static Map<String, String> texts(Call call) {
    return ((CallParams.Texts) call.params()).values();
  }

  private static boolean returnsMessages(Annotated method) {
    Class<?> raw = method.result().raw();
    return raw == PromptResponse.class || isMessage(raw)
        || Collection.class.isAssignableFrom(raw) && isMessage(method.result().argument(0).raw());
  }

  private static boolean isMessage(Class<?> type) {
    return type == String.class || type == PromptMessage.class || Content.class.isAssignableFrom(type);
  }

  private record PromptShape(PromptInfo info, TextSlots slots) implements CallShape {

    @Override
    public Object[] arguments(Call call) {
      List<String> missing = info.arguments().stream()
          .filter(argument -> argument.required() && !texts(call).containsKey(argument.name()))
          .map(argument -> "'" + argument.name() + "'")
          .toList();
      if (!missing.isEmpty()) {
        throw new InvalidArgumentsException("Prompt '" + info.name() + "' needs "
            + (missing.size() == 1 ? "the argument " : "the arguments ") + String.join(", ", missing));
      }
      return slots.of(call);
    }

    @Override
    public PromptResult result(Call call, @Nullable Object value) {
      if (value instanceof PromptResponse response) {
        String description = response.description() == null ? info.description() : response.description();
        return new PromptResult(TextSlots.orNull(description), response.messages());
      }
      List<PromptMessage> messages = value instanceof Collection<?> many
          ? many.stream().map(PromptShape::message).toList()
          : List.of(message(value));
      return new PromptResult(TextSlots.orNull(info.description()), messages);
    }

    private static PromptMessage message(@Nullable Object value) {
      if (value instanceof PromptMessage message) {
        return message;
      }
      return value instanceof Content content
          ? PromptMessage.withUserRole(content)
          : PromptMessage.withUserRole((String) value);
    }
  }
}
