/**
 * One tree of validated records, read once from {@code conf/gatehouse.json}, and the small value types that an operator writes
 * there and in Redis alike: rates, permission patterns, address ranges.
 *
 * <p>Floor 2: imports {@code record} and {@code rpc}.
 */
@NullMarked
package dev.gatehouse.config;

import org.jspecify.annotations.NullMarked;
