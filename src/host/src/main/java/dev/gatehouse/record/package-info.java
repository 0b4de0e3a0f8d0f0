/**
 * The one reader of records: text or JSON to validated values. Names, name patterns, durations, sizes, rates, addresses, URIs and Redis
 * URLs are read here alone, with all faults at once and the nearest known name, for the host's file, plugins' configuration and the fields
 * of records in Redis. An allowance also says how it is counted and told, so that a new kind of limit is one type here.
 *
 * <p>Floor 1; may import {@code rpc} and the SPI.
 */
@NullMarked
package dev.gatehouse.record;

import org.jspecify.annotations.NullMarked;
