/**
 * Tenants: which plugins each one has, found in a folder, loaded each into its own class loader, served over the bus, and listed in
 * the tenant's catalogue.
 *
 * <p>Floor 4: imports {@code plugin}, {@code tool}, {@code config} and below. It knows neither keys nor the protocol.
 */
package dev.gatehouse.tenant;
