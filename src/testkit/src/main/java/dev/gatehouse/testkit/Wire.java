package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** How requests travel in one revision of the protocol. Good for one call; close it afterwards. */
interface Wire extends AutoCloseable {

  /** What the client is called. */
  ObjectNode CLIENT = Json.object().put("name", "gatehouse-testkit").put("version", "1");

  /**
   * Sends a request, answers what is asked, and waits for the response.
   *
   * @param headers headers of this request, beside the protocol's own
   * @return a JSON-RPC response
   * @throws AssertionError when none comes in time, or what is asked was not foreseen
   */
  JsonNode request(String method, ObjectNode params, Map<String, String> headers);

  @Override
  void close();

  /** A JSON-RPC request. */
  static ObjectNode rpc(int id, String method, JsonNode params) {
    return Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
  }
}
