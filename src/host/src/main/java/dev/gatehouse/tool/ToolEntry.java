package dev.gatehouse.tool;

/**
 * A tool in a tenant's catalogue: what is told about it, and how it is reached.
 *
 * @param info what is told
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 */
public record ToolEntry(ToolInfo info, ToolAddress address, Bulkhead bulkhead) implements Served {
}
