package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Cancellation;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.DecimalMax;
import dev.gatehouse.spi.DecimalMin;
import dev.gatehouse.spi.Max;
import dev.gatehouse.spi.Min;
import dev.gatehouse.spi.Pattern;
import dev.gatehouse.spi.Size;
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

  /** A shape: one of these records, told by its name. */
  public sealed interface Shape {
  }

  /**
   * Round.
   *
   * @param radius how far its edge is from its centre
   */
  public record Circle(@DecimalMin(value = "0", inclusive = false) double radius) implements Shape {
  }

  /**
   * With four corners.
   *
   * @param width from side to side
   * @param height from top to bottom
   */
  public record Rectangle(@DecimalMin(value = "0", inclusive = false) double width,
      @DecimalMin(value = "0", inclusive = false) double height) implements Shape {
  }

  /** A sealed interface is one of its records; JSON tells which by the member "type". */
  @Tool(name = "scale_shape", description = "Makes a shape larger or smaller.")
  public Shape scale(@ToolArg(description = "the shape") Shape shape,
      @ToolArg(description = "how many times as large") @DecimalMin(value = "0", inclusive = false) @DecimalMax("1000") double factor) {
    if (shape instanceof Circle circle) {
      return new Circle(circle.radius() * factor);
    }
    Rectangle rectangle = (Rectangle) shape;
    return new Rectangle(rectangle.width() * factor, rectangle.height() * factor);
  }

  /** What the constraints do not allow is told to the model, and never comes here. */
  @Tool(name = "reserve", description = "Reserves invented seats.")
  public String reserve(@ToolArg(description = "the flight") @Pattern(regexp = "[A-Z]{2}[0-9]{1,4}") String flight,
      @ToolArg(description = "who flies") @Size(min = 1, max = 9) List<@Size(min = 2, max = 40) String> names,
      @ToolArg(description = "bags for each", defaultValue = "1") @Min(0) @Max(2) int bags) {
    return flight + ": " + String.join(", ", names) + ", " + bags * names.size() + " bags";
  }

  /** A stage holds no thread. */
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
