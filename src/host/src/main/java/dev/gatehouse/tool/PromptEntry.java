package dev.gatehouse.tool;

/**
 * A prompt in a tenant's catalogue.
 *
 * @param info what is told
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 */
public record PromptEntry(PromptInfo info, ToolAddress address, Bulkhead bulkhead) implements Served {
}
