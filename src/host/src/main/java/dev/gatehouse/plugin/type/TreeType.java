package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import java.util.Set;

/** JSON trees of a plugin's own library as results. All of these libraries return a tree's JSON by {@code toString}. */
final class TreeType {

  private static final Set<String> TREES = Set.of("com.fasterxml.jackson.databind.JsonNode", "tools.jackson.databind.JsonNode",
      "com.google.gson.JsonElement", "jakarta.json.JsonValue", "javax.json.JsonValue", "org.json.JSONObject", "org.json.JSONArray",
      "io.vertx.core.json.JsonObject", "io.vertx.core.json.JsonArray", "kotlinx.serialization.json.JsonElement");

  private TreeType() {
  }

  static boolean is(Class<?> type) {
    return Jdk.isOne(type, TREES);
  }

  static JsonType of(TypeRef ref) {
    return new OutputType(ref.toString(), schemas -> Json.object(), TreeType::write);
  }

  private static JsonNode write(Object tree, Writing writing) {
    try {
      return writing.countAll(Json.read(String.valueOf(tree)));
    } catch (JsonProcessingException e) {
      // Without the library's words, which quote the text.
      throw new UnwritableException("is a " + tree.getClass().getTypeName() + ", whose text is no JSON that the host can read");
    } catch (StackOverflowError e) {
      throw new UnwritableException("is a " + tree.getClass().getTypeName() + " that lies within itself or too deep");
    }
  }
}
