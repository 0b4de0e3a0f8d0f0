package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;

/**
 * A prompt in a tenant's catalogue.
 *
 * @param info what is told
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 * @param timeout how long one of them may take
 */
public record PromptEntry(PromptInfo info, Address address, Bulkhead bulkhead, Duration timeout) implements Served {
}
