package dev.gatehouse.plugin.bind;

import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.spi.ToolCallException;
import dev.gatehouse.spi.WrapBusinessError;
import java.util.List;

/**
 * The exceptions of a method that {@link WrapBusinessError} reports to the caller.
 *
 * @param wrapped exceptions whose message the caller reads
 * @param unless those among them whose message it does not
 */
record BusinessErrors(List<Class<? extends Throwable>> wrapped, List<Class<? extends Throwable>> unless) {

  static final BusinessErrors NONE = new BusinessErrors(List.of(), List.of());
  private static final ClassLoader HOST = BusinessErrors.class.getClassLoader();

  static BusinessErrors of(Annotated method) {
    WrapBusinessError annotation = method.method().getAnnotation(WrapBusinessError.class);
    for (Class<?> type = method.feature().getClass(); annotation == null && type != null; type = type.getSuperclass()) {
      annotation = type.getAnnotation(WrapBusinessError.class);
    }
    return annotation == null ? NONE : new BusinessErrors(List.of(annotation.value()), List.of(annotation.unless()));
  }

  /** The exception translated for the caller, or the same. */
  Throwable translate(Throwable thrown) {
    return isOne(thrown) ? new ToolCallException(ThrownFaults.message(thrown), thrown) : thrown;
  }

  /** Exceptions of the host, such as a request for input, are never translated. */
  private boolean isOne(Throwable thrown) {
    return !wrapped.isEmpty() && thrown.getClass().getClassLoader() != HOST && !(thrown instanceof InterruptedException)
        && !(thrown instanceof ToolCallException) && among(wrapped, thrown) && !among(unless, thrown);
  }

  private static boolean among(List<Class<? extends Throwable>> types, Throwable thrown) {
    return types.stream().anyMatch(type -> type.isInstance(thrown));
  }
}
