package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;

/**
 * A tool in a tenant's catalogue: what is told about it, and how it is reached.
 *
 * @param info what is told
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 * @param timeout how long one of them may take
 */
public record Entry(ToolInfo info, Address address, Bulkhead bulkhead, Duration timeout) implements Served {
}
