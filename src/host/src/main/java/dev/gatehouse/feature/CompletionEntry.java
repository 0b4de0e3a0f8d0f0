package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;

/**
 * A completion in a tenant's catalogue.
 *
 * @param ref what it completes
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 * @param timeout how long one of them may take
 */
public record CompletionEntry(CompletionRef ref, Address address, Bulkhead bulkhead, Duration timeout) implements Served {
}
