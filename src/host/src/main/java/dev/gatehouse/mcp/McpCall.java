package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.tenant.Tenant;

/**
 * One call of a method, with all that is the same on every wire.
 *
 * @param principal who calls
 * @param tenant the principal's tenant
 * @param params the method's parameters
 * @param cancellation cancelled when nobody waits any more
 * @param client the way back to the client
 * @param requestId the JSON-RPC id that the client gave it, as text
 */
public record McpCall(Principal principal, Tenant tenant, ObjectNode params, CallCancellation cancellation,
    ClientChannel client, String requestId) {

  /**
   * A parameter that must be there.
   *
   * @throws McpException invalid params, naming it
   */
  String requiredText(String name) {
    String value = params.path(name).textValue();
    if (value == null) {
      throw McpException.invalidParams("'params." + name + "' must be a string");
    }
    return value;
  }

  /**
   * A parameter that holds the URI of a resource, in the form that permission is decided on.
   *
   * @throws McpException invalid params, naming it
   */
  ResourceUri requiredUri(String name) {
    return uri(requiredText(name), name);
  }

  /**
   * Normalises the URI of a resource.
   *
   * @param name the parameter that holds it, without {@code params.}
   * @throws McpException invalid params, naming the parameter and what is wrong with the URI
   */
  public static ResourceUri uri(String text, String name) {
    try {
      return ResourceUri.of(text);
    } catch (IllegalArgumentException e) {
      throw McpException.invalidParams("'params." + name + "' " + e.getMessage());
    }
  }
}
