/**
 * Nodes of the cluster: membership by Hazelcast, the clustered event bus, and how edges find workers and notice their loss.
 *
 * <p>A node has a Vert.x instance of its own for the cluster, beside the one that serves callers and plugins: that one stays as it is in a
 * process without a cluster, and this one can be closed and started again. Workers are lite members of Hazelcast: the map of subscriptions
 * lies on edges alone, so that a worker that hangs holds up nobody's look-up.
 *
 * <p>Part of layer 6; imports the other packages of {@code cluster}. No other package knows Hazelcast.
 */
@NullMarked
package dev.gatehouse.cluster.node;

import org.jspecify.annotations.NullMarked;
