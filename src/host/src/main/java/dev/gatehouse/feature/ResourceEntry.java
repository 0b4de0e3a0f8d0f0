package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;

/**
 * A resource or a resource template in a tenant's catalogue.
 *
 * @param info what is told
 * @param template how it is found when it is a template, else null
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 * @param timeout how long one of them may take
 */
public record ResourceEntry(ResourceInfo info, UriTemplate template, Address address, Bulkhead bulkhead, Duration timeout)
    implements Served {
}
