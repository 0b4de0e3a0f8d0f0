/**
 * The configuration: one tree of validated records, read from {@code conf/gatehouse.json} by {@link dev.gatehouse.config.ConfigLoader}.
 *
 * <p>Layer 2: imports {@code record} and {@code rpc}.
 */
@NullMarked
package dev.gatehouse.config;

import org.jspecify.annotations.NullMarked;
