package dev.gatehouse.spi;

/**
 * Hints about a tool's behaviour, not promises (MCP {@code ToolAnnotations}); what {@link Tool.Annotations} is for methods.
 *
 * @param title a name for people, or null
 * @param readOnlyHint the tool changes nothing
 * @param destructiveHint the tool may destroy or overwrite something
 * @param idempotentHint calling it again with the same arguments changes nothing more
 * @param openWorldHint the tool reaches beyond a closed world, such as the web
 */
public record ToolAnnotations(String title, boolean readOnlyHint, boolean destructiveHint, boolean idempotentHint,
    boolean openWorldHint) {
}
