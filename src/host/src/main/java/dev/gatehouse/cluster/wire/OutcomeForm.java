package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallFault;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.EndedElsewhereException;
import dev.gatehouse.feature.FaultException;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.feature.Outcome;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ResultReader;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended on a worker: with a result or with the exception that takes its place, and with what the worker noted of it.
 *
 * @param result the result; null when there is an exception
 * @param thrown {@link InputRequiredException}, {@link MissingCapabilityException}, {@link DeclinedException}, {@link FaultException} or
 *     {@link BusyException}; null when there is a result
 * @param fault why there is no answer of what was called; null where there is one
 * @param counts whether what was called had begun to run
 */
public record OutcomeForm(@Nullable Result result, @Nullable RuntimeException thrown, @Nullable CallFault fault, boolean counts) {

  private static final byte[] RESULT = JsonWriter.encode("{\"result\":");
  private static final byte[] FAULT = JsonWriter.encode(",\"fault\":");
  private static final byte[] COUNTS = JsonWriter.encode(",\"counts\":true");
  private static final byte[] BEGIN = JsonWriter.encode("{");
  private static final byte[] END = JsonWriter.encode("}");

  /** Refuses both and neither of a result and an exception. */
  public OutcomeForm {
    if ((result == null) == (thrown == null)) {
      throw new IllegalArgumentException("a call ends with a result or with an exception");
    }
  }

  /** The call did not run, for lack of room or of something else that may come back. */
  public static OutcomeForm busy(String words) {
    return new OutcomeForm(null, new BusyException(words), null, false);
  }

  /** Writes it. */
  public byte[] write() {
    return result == null ? Members.write(noResult(Objects.requireNonNull(thrown, "thrown"))) : withResult(result);
  }

  private byte[] withResult(Result known) {
    JsonWriter out = new JsonWriter().raw(RESULT);
    if (known instanceof ToolResult tool) {
      tool.write(out.raw(BEGIN));
      out.raw(END);
    } else {
      out.tree(known.json());
    }
    if (fault != null) {
      out.raw(FAULT).text(fault.name());
    }
    return (counts ? out.raw(COUNTS) : out).raw(END).toBytes();
  }

  private ObjectNode noResult(RuntimeException exception) {
    ObjectNode json = Json.object();
    if (exception instanceof InputRequiredException) {
      json.put("how", "input");
    } else if (exception instanceof MissingCapabilityException missing) {
      json.put("how", "capability").set("required", missing.required());
    } else if (exception instanceof DeclinedException declined) {
      json.put("how", "declined").put("text", declined.getMessage()).put("notFound", declined.notFound());
    } else {
      json.put("how", exception instanceof BusyException ? "busy" : "fault").put("text",
          String.valueOf(exception.getMessage()));
    }
    if (exception instanceof BusyException busy && busy.retrySeconds() > 1) {
      json.put("retrySeconds", busy.retrySeconds());
    }
    if (fault != null) {
      json.put("fault", fault.name());
    }
    return json.put("counts", counts);
  }

  /**
   * Reads it.
   *
   * @param kind what was called
   * @throws IllegalArgumentException in one sentence, when it is none
   */
  public static OutcomeForm read(Kind kind, byte[] content) {
    ObjectNode json = Members.read(content);
    String fault = Members.textOrNull(json, "fault");
    boolean ran = json.path("counts").booleanValue();
    Result result = json.has("result") ? ResultReader.read(kind, json.path("result")) : null;
    return new OutcomeForm(result, result == null ? thrown(json) : null,
        fault == null ? null : Members.constant(CallFault.class, fault), ran);
  }

  private static RuntimeException thrown(ObjectNode json) {
    String how = Members.text(json, "how");
    return switch (how) {
      case "input" -> new InputRequiredException();
      case "capability" -> new MissingCapabilityException(Members.object(json, "required"));
      case "declined" -> new DeclinedException(Members.text(json, "text"), json.path("notFound").booleanValue());
      case "fault" -> new FaultException(Members.text(json, "text"));
      case "busy" -> new BusyException(Members.text(json, "text"), json.path("retrySeconds").intValue());
      default -> throw new IllegalArgumentException("a call ended in an unknown way, '" + how + "'");
    };
  }

  /** What the body of the edge's feature fails with; null where it has a good result. */
  public @Nullable RuntimeException failure(Call call) {
    if (result != null) {
      return fault == null ? null : new EndedElsewhereException(result, fault, counts);
    }
    if (thrown instanceof BusyException) {
      return thrown;
    }
    if (thrown instanceof FaultException) {
      return new EndedElsewhereException(call.failed(String.valueOf(thrown.getMessage())), fault == null ? CallFault.THREW : fault, counts);
    }
    return fault == null ? thrown : new EndedElsewhereException(new Outcome.Ended(Objects.requireNonNull(thrown)), fault, counts);
  }
}
