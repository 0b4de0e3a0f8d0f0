/**
 * Java types as JSON: one description of a type gives its schema, reads it and writes it, so the three cannot disagree.
 * Compiled once per plugin from reflection; nothing is looked up when a tool is called, and nothing of a plugin is kept in a
 * cache that outlives it. Jackson finds the members of beans, since its rules are the ones that authors know; values are not left to it,
 * since a data binder has no schema, and does not say all that is wrong by member.
 *
 * <p>Part of the room {@code plugin}; may import {@code rpc} and the SPI, and knows neither tools nor class loaders.
 */
package dev.gatehouse.plugin.type;
