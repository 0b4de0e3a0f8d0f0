/**
 * Loads jars: their names and versions, the class loader of each plugin, its one entry class, its start and its end.
 */
@NullMarked
package dev.gatehouse.plugin.load;

import org.jspecify.annotations.NullMarked;
