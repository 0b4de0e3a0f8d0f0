package dev.gatehouse.telemetry;

import dev.gatehouse.feature.Entry;
import dev.gatehouse.mcp.Method;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was called, by the name that its plugin gave it: a tool, a prompt, or a resource with a fixed URI. That of a template holds what the
 * caller wrote.
 *
 * @param key the attribute that has its name
 * @param plugin which plugin serves it
 */
record Target(AttributeKey<String> key, String name, String plugin) {

  /** Null when nothing served the call, or it has no name that may be shown. */
  static @Nullable Target of(@Nullable Entry served) {
    AttributeKey<String> key = served == null ? null : switch (served.key().kind()) {
      case TOOL -> Names.TOOL;
      case PROMPT -> Names.PROMPT;
      case RESOURCE -> Names.RESOURCE;
      case TEMPLATE, COMPLETION -> null;
    };
    return served == null || key == null ? null : new Target(key, served.key().name(), served.address().plugin());
  }

  /** Whether the name is a part of the span's: those of resources may be many (conventions, span name). */
  boolean namesSpan() {
    return key != Names.RESOURCE;
  }

  /** The GenAI operation that a method is. */
  static Optional<String> operation(String method) {
    return method.equals(Method.Common.TOOLS_CALL.wire()) ? Optional.of(Names.EXECUTE_TOOL) : Optional.empty();
  }
}
