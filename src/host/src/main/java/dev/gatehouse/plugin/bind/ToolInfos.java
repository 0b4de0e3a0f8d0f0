package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolAnnotations;
import org.jspecify.annotations.Nullable;

/** Makes the description of a tool from its annotation or its definition. */
final class ToolInfos {

  private ToolInfos() {
  }

  /** The description of an annotated method. */
  static ToolInfo of(String name, Tool tool, ObjectNode inputSchema, @Nullable ObjectNode outputSchema) {
    Tool.Annotations hints = tool.annotations();
    return of(name, tool.title().isEmpty() ? null : tool.title(), tool.description(), inputSchema, outputSchema,
        new ToolAnnotations(hints.title(), hints.readOnlyHint(), hints.destructiveHint(), hints.idempotentHint(),
            hints.openWorldHint()));
  }

  /** The description of a tool that was registered in code. */
  static ToolInfo of(String name, @Nullable String title, String description, ObjectNode inputSchema, @Nullable ObjectNode outputSchema,
      @Nullable ToolAnnotations hints) {
    return new ToolInfo(name, title, description, inputSchema, outputSchema, hints == null ? null : annotations(hints), null);
  }

  /** The hints that differ from the specification's defaults; null when none does. */
  private static @Nullable ObjectNode annotations(ToolAnnotations hints) {
    ObjectNode node = Json.object();
    if (hints.title() != null && !hints.title().isEmpty()) {
      node.put("title", hints.title());
    }
    hint(node, "readOnlyHint", hints.readOnlyHint(), false);
    hint(node, "destructiveHint", hints.destructiveHint(), true);
    hint(node, "idempotentHint", hints.idempotentHint(), false);
    hint(node, "openWorldHint", hints.openWorldHint(), true);
    return node.isEmpty() ? null : node;
  }

  private static void hint(ObjectNode node, String name, boolean value, boolean usual) {
    if (value != usual) {
      node.put(name, value);
    }
  }
}
