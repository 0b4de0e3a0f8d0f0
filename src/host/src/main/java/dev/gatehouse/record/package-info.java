/**
 * The one reader of records: text or JSON to validated values. Names, name patterns, durations, sizes, rates, addresses, URIs and Redis
 * URLs are read here alone, with all faults at once and the nearest known name, for the host's file, plugins' configuration and the fields
 * of records in Redis. An allowance also says how it is counted and told, so that a new kind of limit is one type here.
 *
 * <p>{@link dev.gatehouse.record.Faults} is the one collector of faults, also for plugins' settings and the arguments of calls. The host's
 * file is read field by field ({@link dev.gatehouse.record.Section}) and not by the type mapping for plugins: defaults that depend on other
 * fields, substituted secrets, units and the rules between fields would be a second mode of that mapping, with texts of its own.
 *
 * <p>{@link dev.gatehouse.record.DurationHistogram} is here because packages of several layers keep one.
 *
 * <p>Layer 1; may import {@code rpc} and the SPI.
 */
@NullMarked
package dev.gatehouse.record;

import org.jspecify.annotations.NullMarked;
