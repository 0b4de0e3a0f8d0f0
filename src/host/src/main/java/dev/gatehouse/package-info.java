/**
 * The host, started in stages: {@code Platform} (the configuration is checked and Vert.x runs), {@code Store} (Redis is up and trusted),
 * {@code Protocol} (both eras are wired to the tenants), {@code AdminPort} (operators can look), plugins loaded, {@code PublicPort}
 * (calls are served). Each is an immutable object built from the one before; {@code Shutdown} closes them in reverse order, after a failed
 * start as at the end.
 *
 * <p>In the role of an edge, {@code Edge} stands in place of the plugin folder: the node in the cluster, and the workers. {@code Worker} is
 * the other half: plugins, an admin port and the cluster's node, and neither {@code Store} nor {@code Protocol}.
 *
 * <p>Layer 9: imports every package but {@code cli}.
 */
@NullMarked
package dev.gatehouse;

import org.jspecify.annotations.NullMarked;
