/**
 * Calls to plugins on worker nodes, over the clustered event bus.
 *
 * <p>On an edge, a worker's plugin is a list of {@link dev.gatehouse.feature.Feature}s whose bodies send the call to the worker
 * ({@code cluster.edge}); limits, bulkheads, deadlines and the audit log are those of any feature. On a worker, a call from the bus goes
 * through the worker's own dispatcher ({@code cluster.worker}). What crosses is data ({@code cluster.wire}), sealed for its tenant
 * ({@link dev.gatehouse.cluster.Seal}).
 *
 * <p>This package is the seam between the calls and what finds and watches the nodes. It imports no other package of it.
 *
 * <p>Layer 6: imports {@code tenant}, {@code feature}, {@code config}, {@code record}, {@code rpc} and the SPI. It knows neither keys
 * nor the protocol, no HTTP and no Redis.
 */
@NullMarked
package dev.gatehouse.cluster;

import org.jspecify.annotations.NullMarked;
