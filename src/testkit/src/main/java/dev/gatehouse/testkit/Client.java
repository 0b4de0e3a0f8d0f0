package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A client of the host, made for tests: it sends one request, waits for the answer and keeps what came with it. Immutable; each method
 * that changes something returns another client.
 */
public final class Client {

  private final RunningHost host;
  private final String key;
  private final String revision;
  private final List<Prepared> prepared;

  Client(RunningHost host, String key) {
    this(host, key, ModernWire.REVISION, List.of());
  }

  private Client(RunningHost host, String key, String revision, List<Prepared> prepared) {
    this.host = host;
    this.key = key;
    this.revision = revision;
    this.prepared = prepared;
  }

  /** With a new key of these rights. */
  public Client as(Key rights) {
    return new Client(host, host.key(rights), revision, prepared);
  }

  /**
   * On another revision of the protocol, over Streamable HTTP.
   *
   * @throws IllegalArgumentException when the host knows none of that date
   */
  public Client on(String date) {
    if (Revision.of(date) == null) {
      throw new IllegalArgumentException("there is no revision '" + date + "'; there are " + Revision.dates());
    }
    return new Client(host, key, date, prepared);
  }

  /**
   * The user fills in a form, or visits a page, for which the content is left out. Questions before 2026-07-28 have no key: they
   * are answered in the order of these methods' calls.
   *
   * @param question the key that the plugin gives to {@code Elicitation.elicit}
   */
  public Client answering(String question, Map<String, ?> content) {
    return with(Prepared.accepted(question, content));
  }

  /** The user declines to answer. */
  public Client declining(String question) {
    return with(Prepared.declined(question));
  }

  /** The user closes the question without an answer. */
  public Client cancelling(String question) {
    return with(Prepared.cancelled(question));
  }

  /** The client's model says this. */
  public Client sampling(String question, String text) {
    return with(Prepared.sampled(question, text));
  }

  /** The user's folders are these. */
  public Client roots(String question, String... uris) {
    return with(Prepared.rooted(question, uris));
  }

  private Client with(Prepared answer) {
    List<Prepared> more = new ArrayList<>(prepared);
    more.add(answer);
    return new Client(host, key, revision, List.copyOf(more));
  }

  /**
   * Calls a tool.
   *
   * @param arguments the first so many properties of the tool's input schema, in its order
   */
  public Answer call(String tool, Object... arguments) {
    // Java hands a lone null over as no array at all.
    Object[] values = arguments == null ? new Object[1] : arguments;
    try (Call call = open()) {
      return call.tool(tool, schema -> Positional.of(tool, schema, values));
    }
  }

  /** Calls a tool with arguments by name. */
  public Answer call(String tool, Map<String, ?> arguments) {
    try (Call call = open()) {
      return call.tool(tool, schema -> (ObjectNode) Json.of(arguments));
    }
  }

  /** Gets a prompt, with arguments by name. */
  public Answer prompt(String prompt, Map<String, String> arguments) {
    try (Call call = open()) {
      ObjectNode params = Json.object().put("name", prompt);
      params.set("arguments", Json.of(arguments));
      return call.ask("prompts/get", params, Map.of("Mcp-Name", prompt));
    }
  }

  /** Reads a resource. */
  public Answer read(String uri) {
    try (Call call = open()) {
      return call.ask("resources/read", Json.object().put("uri", uri), Map.of("Mcp-Name", uri));
    }
  }

  /** Asks for values of a prompt's argument that begin so. */
  public Answer completePrompt(String prompt, String argument, String begun) {
    return completePrompt(prompt, argument, begun, Map.of());
  }

  /** The same, where other arguments are known already: from protocol 2025-06-18 on. */
  public Answer completePrompt(String prompt, String argument, String begun, Map<String, String> known) {
    return complete(Json.object().put("type", "ref/prompt").put("name", prompt), argument, begun, known);
  }

  /** Asks for values of a variable of a resource template that begin so. */
  public Answer completeTemplate(String uriTemplate, String variable, String begun) {
    return completeTemplate(uriTemplate, variable, begun, Map.of());
  }

  /** The same, where other variables are known already: from protocol 2025-06-18 on. */
  public Answer completeTemplate(String uriTemplate, String variable, String begun, Map<String, String> known) {
    return complete(Json.object().put("type", "ref/resource").put("uri", uriTemplate), variable, begun, known);
  }

  private Answer complete(ObjectNode reference, String argument, String begun, Map<String, String> known) {
    try (Call call = open()) {
      ObjectNode params = Json.object();
      params.set("ref", reference);
      params.putObject("argument").put("name", argument).put("value", begun);
      if (!known.isEmpty()) {
        params.putObject("context").set("arguments", Json.of(known));
      }
      return call.ask("completion/complete", params, Map.of());
    }
  }

  /** The names of the tools that this key may call. */
  public List<String> tools() {
    try (Call call = open()) {
      return StreamSupport.stream(call.list().spliterator(), false).map(tool -> tool.path("name").asText()).toList();
    }
  }

  private Call open() {
    Route route = new Route(host.url(), key, System.nanoTime() + host.patience().toNanos());
    return new Call(revision, route, new Answers(prepared));
  }
}
