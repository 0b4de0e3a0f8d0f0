/**
 * The console: a read-only page on the admin port that shows operators what the host does. What it shows comes from queries that are
 * bounded; every change that it suggests is a line for redis-cli.
 *
 * <p>Layer 8: imports {@code http}, {@code redis} and below.
 */
@NullMarked
package dev.gatehouse.console;

import org.jspecify.annotations.NullMarked;
