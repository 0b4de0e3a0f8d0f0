package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completion suggestions for an argument.
 *
 * @param values the best first, at most {@link #MOST}
 * @param total how many there are in all, or null when unknown
 * @param hasMore whether there are more than these
 */
public record CompletionResult(List<String> values, @Nullable Integer total, boolean hasMore) implements Result {

  /** More values are never sent (specification, completion). */
  public static final int MOST = 100;

  /** Truncates the values to {@link #MOST} and marks it. */
  public CompletionResult {
    if (values.size() > MOST) {
      total = total == null ? values.size() : total;
      hasMore = true;
      values = values.subList(0, MOST);
    }
    values = List.copyOf(values);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode completion = json.putObject("completion");
    ArrayNode array = completion.putArray("values");
    values.forEach(array::add);
    if (total != null) {
      completion.put("total", total);
    }
    completion.put("hasMore", hasMore);
    return json;
  }

  @Override
  public long size() {
    return ContentJson.size(values, JsonSize::of);
  }

  /** Its values are no parts: they are few, and texts. */
  @Override
  public int parts() {
    return 0;
  }
}
