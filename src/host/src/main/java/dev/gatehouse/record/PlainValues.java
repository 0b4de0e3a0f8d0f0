package dev.gatehouse.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts JSON to unmodifiable Java values for plugins. */
final class PlainValues {

  private final Substitution substitution;
  private final Set<String> secrets = new HashSet<>();

  PlainValues(Substitution substitution) {
    this.substitution = substitution;
  }

  PluginSettings settings(String path, ObjectNode object) {
    Map<String, Object> values = map(path, object);
    return new PluginSettings(values, secrets);
  }

  private Map<String, Object> map(String path, ObjectNode object) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(name -> map.put(name, value(Section.join(path, name), object.get(name))));
    return Collections.unmodifiableMap(map);
  }

  private @Nullable Object value(String path, JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> map(path, (ObjectNode) node);
      case ARRAY -> list(path, node);
      case STRING -> substitution.apply(path, node.textValue(), secrets::add);
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      default -> null;
    };
  }

  private List<Object> list(String path, JsonNode array) {
    List<Object> list = new ArrayList<>();
    for (JsonNode item : array) {
      list.add(value(path + "[" + list.size() + "]", item));
    }
    return Collections.unmodifiableList(list);
  }
}
