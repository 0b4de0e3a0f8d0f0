package dev.gatehouse.plugin.bind;

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
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that annotations of a parameter fit the kind of its method. On another kind they would be ignored silently. */
final class ArgAnnotations {

  private static final Map<Class<? extends Annotation>, List<Class<? extends Annotation>>> OF = Map.of(
      ToolArg.class, List.of(Tool.class),
      PromptArg.class, List.of(Prompt.class),
      ResourceTemplateArg.class, List.of(ResourceTemplate.class),
      CompleteArg.class, List.of(CompletePrompt.class, CompleteResourceTemplate.class));

  private ArgAnnotations() {
  }

  /** The first misplaced annotation, as a clause that follows the method's name. */
  static Optional<String> misplaced(Method method) {
    for (Parameter parameter : method.getParameters()) {
      for (Annotation annotation : parameter.getAnnotations()) {
        List<Class<? extends Annotation>> homes = OF.get(annotation.annotationType());
        if (homes != null && homes.stream().noneMatch(method::isAnnotationPresent)) {
          return Optional.of(", whose parameter '" + parameter.getName() + "' has @" + annotation.annotationType().getSimpleName()
              + ", which is for methods with @" + homes.get(0).getSimpleName() + "; use the one that belongs here");
        }
      }
    }
    return Optional.empty();
  }
}
