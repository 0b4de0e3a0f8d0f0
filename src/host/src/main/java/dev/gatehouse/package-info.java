/**
 * The host, started in stages: {@code Platform} (the configuration is checked and Vert.x runs), {@code Store} (Redis is up and trusted),
 * {@code Protocol} (both eras are wired to the tenants), {@code AdminPort} (operators can look), plugins loaded, {@code PublicPort}
 * (calls are served). Each is an immutable object built from the one before; {@code Shutdown} closes them in reverse order, after a failed
 * start as at the end.
 *
 * <p>Floor 8: imports every package but {@code cli}.
 */
@NullMarked
package dev.gatehouse;

import org.jspecify.annotations.NullMarked;
