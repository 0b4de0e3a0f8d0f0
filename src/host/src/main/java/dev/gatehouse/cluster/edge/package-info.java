/**
 * The edge's side of calls to workers: features whose bodies send the call, and the calls under way.
 *
 * <p>Part of layer 6; imports {@code cluster} and {@code cluster.wire}.
 */
@NullMarked
package dev.gatehouse.cluster.edge;

import org.jspecify.annotations.NullMarked;
