package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Enters each call of {@code prompts/get}, {@code resources/read} and {@code completion/complete} in the audit log, however it ends.
 * One that names nothing is malformed and not entered, as with tools.
 */
final class AuditedMethod implements McpMethod {

  private final McpMethod method;
  private final Function<ObjectNode, Use> use;
  private final Accounting accounting;

  private AuditedMethod(McpMethod method, Function<ObjectNode, Use> use, Accounting accounting) {
    this.method = method;
    this.use = use;
    this.accounting = accounting;
  }

  static AuditedMethod prompt(McpMethod method, Accounting accounting) {
    return new AuditedMethod(method, params -> Use.PROMPT, accounting);
  }

  static AuditedMethod resource(McpMethod method, Accounting accounting) {
    return new AuditedMethod(method, params -> Use.RESOURCE, accounting);
  }

  static AuditedMethod completion(McpMethod method, Accounting accounting) {
    return new AuditedMethod(method, params -> "ref/resource".equals(params.path("ref").path("type").textValue())
        ? Use.TEMPLATE_COMPLETION : Use.PROMPT_COMPLETION, accounting);
  }

  @Override
  public Future<? extends McpResult> handle(McpCall call) {
    Use used = use.apply(call.params());
    String name = name(used, call.params());
    if (name == null) {
      return method.handle(call);
    }
    CallAudit booked = new CallAudit(accounting, call, used, name);
    return Methods.call(method, call).<McpResult>map(result -> result)
        .recover(failure -> Future.failedFuture(booked.told(failure)))
        .onComplete(booked::enter);
  }

  private static String name(Use used, ObjectNode params) {
    return switch (used) {
      case TOOL, PROMPT -> params.path("name").textValue();
      case RESOURCE -> normal(params.path("uri").textValue(), ResourceUri::of);
      case PROMPT_COMPLETION -> params.path("ref").path("name").textValue();
      case TEMPLATE_COMPLETION -> normal(params.path("ref").path("uri").textValue(), ResourceUri::template);
    };
  }

  /** The URI that is decided on; one that cannot be read is entered as it was sent. */
  private static String normal(String uri, Function<String, ResourceUri> reading) {
    try {
      return uri == null ? null : reading.apply(uri).text();
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }
}
