/**
 * Tenants: which plugins each one has, found in a folder that is followed while the host runs, loaded each into its own class loader,
 * served over the bus, and listed in the tenant's catalogue.
 *
 * <p>One thread leads. {@code Watch} looks at the folder twice a second and hands each tenant's {@code Lineup} what two looks agreed
 * on. A lineup loads newcomers on threads of their own ({@code Load}), deploys them as a new {@code Generation} beside the old, replaces
 * the tenant's catalogue in one step, and lets the old generation {@code Drain}: it listens until its last call has ended. Jars run
 * from private copies ({@code Staging}), so that the folder can be written at any moment; those of a process that was killed are removed
 * by the next ({@code StagingRoot}).
 * What a plugin adds and removes itself while it runs reaches the catalogue by {@code Lineup.change}.
 * A copy of the last good version of each plugin outlives the process ({@code LastGood}), and is what a start falls back to.
 * What is refused waits for a {@code Remedy}: other files, a free name, or another try of its start.
 *
 * <p>Floor 4: imports {@code plugin}, {@code tool}, {@code config} and below. It knows neither keys nor the protocol.
 */
package dev.gatehouse.tenant;
