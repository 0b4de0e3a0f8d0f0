package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * One request for input from the client, in protocol terms.
 *
 * @param method what is asked
 * @param params the method's parameters
 */
public record InputRequest(Method method, ObjectNode params) {

  /** The methods of clients, each named here and nowhere else. */
  public enum Method {
    /** Asks a person, by a form or a page. */
    ELICITATION("elicitation/create"),
    /** Asks a model. */
    SAMPLING("sampling/createMessage"),
    /** Asks for the folders that the client opens. */
    ROOTS("roots/list");

    private final String wire;

    Method(String wire) {
      this.wire = wire;
    }

    /** Its name on the wire. */
    public String wire() {
      return wire;
    }
  }

  /** Refuses null. */
  public InputRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
  }
}
