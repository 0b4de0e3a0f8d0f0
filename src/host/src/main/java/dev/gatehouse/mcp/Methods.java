package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The methods that every revision has, by name. Built once; a wire adds those of its own era. */
public final class Methods {

  /** What a running call must be allowed; the others need no right, or show only what is granted. */
  private static final Map<String, BiFunction<McpCall, Principal, McpException>> NEEDS = Map.of(
      "tools/call", ToolMethods::refusal,
      "prompts/get", PromptMethods::refusal,
      "resources/read", ResourceMethods::refusal,
      "completion/complete", CompletionMethods::refusal);

  private final Map<String, McpMethod> table;

  /**
   * The table.
   *
   * @param dispatcher where calls of plugins go
   * @param limiter who counts those of tools
   * @param ledger who keeps account of all of them
   * @param refusals how often a caller may be refused
   * @param meter who measures them
   * @param maxPage how long a page of a list is, in bytes
   */
  public Methods(Dispatcher dispatcher, Limiter limiter, Ledger ledger, DenialLimiter refusals, CallMeter meter, long maxPage) {
    Accounting accounting = new Accounting(ledger, refusals, meter);
    ToolMethods tools = new ToolMethods(dispatcher, limiter, accounting, maxPage);
    PromptMethods prompts = new PromptMethods(dispatcher, maxPage);
    ResourceMethods resources = new ResourceMethods(dispatcher, maxPage);
    CompletionMethods completions = new CompletionMethods(dispatcher);
    Map<String, McpMethod> methods = Map.of(
        "tools/list", tools::list,
        "tools/call", tools::call,
        "prompts/list", prompts::list,
        "prompts/get", AuditedMethod.prompt(prompts::get, accounting),
        "resources/list", resources::list,
        "resources/templates/list", resources::templates,
        "resources/read", AuditedMethod.resource(resources::read, accounting),
        "completion/complete", AuditedMethod.completion(completions::complete, accounting));
    this.table = methods.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Capabilities.guarded(entry.getKey(), entry.getValue())));
  }

  /**
   * Finds a method.
   *
   * @return the method, or null
   */
  public McpMethod find(String name) {
    return table.get(name);
  }

  /** What a tenant offers, as MCP {@code ServerCapabilities}. */
  public ObjectNode capabilities(Tenant tenant, Revision revision) {
    return Capabilities.of(tenant).json(revision);
  }

  /**
   * Whether a call that was let through may go on with the rights that its caller has now: decided as for a new one.
   *
   * @return the refusal, or null for none
   */
  public static McpException refusal(String method, McpCall call, Principal now) {
    BiFunction<McpCall, Principal, McpException> need = NEEDS.get(method);
    try {
      return need == null ? null : need.apply(call, now);
    } catch (McpException unreadable) {
      return unreadable;
    }
  }

  /** Calls a method, with what it throws as the future's failure. */
  public static Future<? extends McpResult> call(McpMethod method, McpCall call) {
    return Attempt.of(() -> method.handle(call));
  }
}
