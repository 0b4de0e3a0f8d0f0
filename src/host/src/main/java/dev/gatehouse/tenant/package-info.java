/**
 * Tenants: which plugins each one has, found in a folder that is watched while the host runs, loaded each into its own class loader,
 * served over the bus, and listed in the tenant's catalogue.
 *
 * <p>One thread reconciles. {@code FolderWatch} polls the folder while it changes, and seldom while the file system tells of changes
 * ({@code FolderEvents}). It lists only folders whose attributes have changed ({@code FolderScan}) and passes each {@code TenantPlugins}
 * that has changed what two polls agreed on ({@code StableScan}). New versions are loaded on their own threads ({@code PluginLoad}),
 * deployed as a new {@code Generation} beside the old, and take its place by a hot swap ({@code ServedPlugins}), which replaces the
 * tenant's catalogue in one step; the old generation drains ({@code Drain}): it listens until its last call has ended. Jars run from
 * private copies ({@code Staging}), so that the folder can be written at any moment; those of a process that was killed are removed by the
 * next ({@code StagingRoot}). What a plugin adds and removes itself while it runs reaches the catalogue by {@code ServedPlugins.change}. A
 * copy of the last known good version of each plugin outlives the process ({@code LastGoodStore}), and is what a start falls back to. What
 * cannot be served is in quarantine ({@code PluginFaults}) until its files change, a name is free, or its start is tried again.
 *
 * <p>Layer 5: imports {@code plugin}, {@code feature}, {@code config} and below. It knows neither keys nor the protocol.
 */
@NullMarked
package dev.gatehouse.tenant;

import org.jspecify.annotations.NullMarked;
