/**
 * The type mapping: Java types as JSON. One description of a type gives its JSON Schema, reads it and writes it, so that the three cannot
 * disagree. It is compiled once per plugin by reflection; nothing is looked up when a tool is called, and nothing of a plugin is kept in a
 * cache that outlives it. Jackson finds the members of beans, since its rules are the ones that authors know, and reads and writes the
 * classes that name serializers of their own.
 *
 * <p>Values are mapped here and not by Jackson's data binding, because that
 * <ul>
 * <li>stops at the first fault and names Java classes, where a model needs all faults, each by its member;
 * <li>writes without a byte budget: a value that shares its parts may be far longer as JSON than it is in memory ({@link Writing});
 * <li>has no schema: constraints, sealed types, defaults and required members would be described a second time, by hand;
 * <li>accepts more than a schema does (a number for a text, an index for an enum constant), so that check and reading would disagree.
 * </ul>
 * Nor is it slower. Between a JSON tree and objects, in ns (this, Jackson 2 with the host's mapper; medians of five interleaved runs, JDK
 * 17, two shared cores): a record of six members read 305, 756; written 506, 1,033; a map of ten entries written 1,035, 1,356; a list of
 * 100 records written 54,577, 91,641; read 23,569, 84,607.
 *
 * <p>Part of {@code plugin}; may import {@code feature}, {@code record}, {@code rpc} and the SPI, and knows neither tools nor class
 * loaders.
 */
@NullMarked
package dev.gatehouse.plugin.type;

import org.jspecify.annotations.NullMarked;
