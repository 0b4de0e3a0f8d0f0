package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.util.Map;
import java.util.Objects;

/**
 * One reading of one resource.
 *
 * @param served what serves it: the URI itself, or the template that matches it
 * @param uri the resource's URI, the same that permission was decided on
 * @param variables what the template's variables stand for; empty without a template
 * @param caller who calls
 * @param deadline when the host gives up
 * @param cancellation cancelled when nobody waits any more
 * @param client the way back to the client
 */
public record ResourceCall(ResourceUri served, ResourceUri uri, Map<String, String> variables, Caller caller, Deadline deadline,
    CallCancellation cancellation, ClientChannel client) implements Call {

  /** Refuses null. */
  public ResourceCall {
    Objects.requireNonNull(served, "served");
    Objects.requireNonNull(uri, "uri");
    variables = Map.copyOf(variables);
  }

  @Override
  public ResourceCall until(Deadline deadline) {
    return new ResourceCall(served, uri, variables, caller, deadline, cancellation, client);
  }

  @Override
  public String key() {
    return key(served);
  }

  static String key(ResourceUri uriOrTemplate) {
    return "resource:" + uriOrTemplate;
  }

  @Override
  public String subject() {
    return "resource '" + uri + "'";
  }
}
