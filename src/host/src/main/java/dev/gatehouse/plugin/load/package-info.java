/**
 * Loads jars: their names and versions, the class loader of each plugin, its one entry class, its start and its end.
 */
package dev.gatehouse.plugin.load;
