package dev.gatehouse.tool;

/**
 * A completion in a tenant's catalogue.
 *
 * @param ref what it completes
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 */
public record CompletionEntry(CompletionRef ref, ToolAddress address, Bulkhead bulkhead) implements Served {
}
