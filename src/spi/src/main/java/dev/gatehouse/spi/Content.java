package dev.gatehouse.spi;

/** One block of a tool's answer (MCP {@code ContentBlock}). */
public sealed interface Content permits TextContent, ImageContent, AudioContent, ResourceLink, EmbeddedResource {
}
