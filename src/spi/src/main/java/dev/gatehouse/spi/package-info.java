/**
 * What a plugin compiles against, and the only host package that a plugin can see: annotations, content types, context.
 *
 * <p>JDK types only. Names and meaning follow the vendor-neutral Java MCP annotations, so that a class written for another
 * Java MCP server ports by changing its imports. Everything here is public API: add, never remove or narrow.
 */
package dev.gatehouse.spi;
