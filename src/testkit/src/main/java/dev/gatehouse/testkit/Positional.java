package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Arguments by their place in the tool's input schema. */
final class Positional {

  private Positional() {
  }

  static ObjectNode of(String tool, JsonNode schema, Object... values) {
    ObjectNode arguments = Json.object();
    if (values.length == 0) {
      return arguments;
    }
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    if (schema.isMissingNode()) {
      throw new AssertionError("tool '" + tool + "' is not listed for this key, so that its arguments have no order; name them in a Map");
    }
    if (values.length > names.size()) {
      throw new AssertionError("tool '" + tool + "' takes " + names.size() + " arguments " + names + ", not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      arguments.set(names.get(i), Json.of(values[i]));
    }
    return arguments;
  }
}
