package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;

/** Something in a tenant's catalogue, as it is reached. */
public interface Served {

  /** Where it listens. */
  Address address();

  /** How many of its calls run at once. */
  Bulkhead bulkhead();

  /** How long one of its calls may take. */
  Duration timeout();
}
