/**
 * What one call, key, tenant, session, stream and revocation cost, and what follows for many: see {@link dev.gatehouse.bench.units.Units}.
 */
package dev.gatehouse.bench.units;
