package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * One question to the client, in the protocol's own words.
 *
 * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
 * @param params the method's parameters
 */
public record InputRequest(String method, ObjectNode params) {

  /** Refuses null. */
  public InputRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
  }
}
