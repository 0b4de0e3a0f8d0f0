package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;

/**
 * A feature in a tenant's catalogue: its description and its address. It holds no object of the plugin, since another version may answer
 * the call.
 *
 * @param key identifies it
 * @param info its description
 * @param address where it listens
 * @param bulkhead how many of its calls run at once
 * @param timeout how long one of them may take
 */
public record Entry(Key key, Info info, Address address, Bulkhead bulkhead, Duration timeout) {

  /** An entry with the key of its info. */
  public Entry(Info info, Address address, Bulkhead bulkhead, Duration timeout) {
    this(info.key(), info, address, bulkhead, timeout);
  }

  /** Whether it is a tool that declares {@code readOnlyHint}. */
  public boolean isReadOnly() {
    return info instanceof ToolInfo tool && tool.readOnly();
  }
}
