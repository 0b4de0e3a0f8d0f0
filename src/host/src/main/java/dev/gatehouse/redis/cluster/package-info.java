/** Redis Cluster: which master serves which slot, a connection for each of them, redirections, and tracking on all nodes. */
@NullMarked
package dev.gatehouse.redis.cluster;

import org.jspecify.annotations.NullMarked;
