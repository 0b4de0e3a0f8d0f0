package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Cancellation;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import dev.gatehouse.spi.TraceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Arguments and results of any type; the schemas come from the signatures. */
public final class TypedTools {

  /** How warm is meant. */
  public enum Scale {
    /** Of water. */
    CELSIUS,
    /** Of the same water. */
    FAHRENHEIT
  }

  /**
   * A day's weather.
   *
   * @param city where
   * @param degrees how warm
   * @param scale in which scale
   * @param hours what each hour brings
   */
  public record Weather(String city, double degrees, Scale scale, List<String> hours) {
  }

  /** A record is an answer for programs, with an output schema, and a text of the same for models. */
  @Tool(name = "weather", title = "Weather", description = "Tells an invented weather.", annotations = @Tool.Annotations(
      readOnlyHint = true, destructiveHint = false, idempotentHint = true, openWorldHint = false))
  public Weather weather(@ToolArg(description = "where") String city,
      @ToolArg(description = "in which scale", defaultValue = "CELSIUS") Scale scale,
      @ToolArg(description = "how many hours to tell") Optional<Integer> hours) {
    double degrees = scale == Scale.CELSIUS ? 20 : 68;
    return new Weather(city, degrees, scale, List.of("sun", "cloud", "rain").subList(0, Math.max(0, Math.min(3, hours.orElse(3)))));
  }

  /** A stage needs no thread of its own, and must not block one. */
  @Tool(name = "later", description = "Answers from another thread.")
  public CompletionStage<String> later(@ToolArg(description = "what to say") String text) {
    return CompletableFuture.supplyAsync(() -> text);
  }

  /** Context types are no arguments: the host supplies them. */
  @Tool(name = "who_am_i", description = "Tells what the host tells the tool about the call.", structuredContent = true)
  public Map<String, String> context(Caller caller, Deadline deadline, Cancellation cancellation, TraceContext trace) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("tenant", caller.tenant());
    told.put("keyId", caller.keyId());
    told.put("secondsLeft", Long.toString(deadline.remaining().toSeconds()));
    told.put("cancelled", Boolean.toString(cancellation.isCancelled()));
    if (trace.traceparent() != null) {
      told.put("traceparent", trace.traceparent());
    }
    return told;
  }
}
