/**
 * The worker's side of calls: takes them from the bus, runs them through the worker's own dispatcher, and answers.
 *
 * <p>Part of layer 6; imports {@code cluster} and {@code cluster.wire}.
 */
@NullMarked
package dev.gatehouse.cluster.worker;

import org.jspecify.annotations.NullMarked;
