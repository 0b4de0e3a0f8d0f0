/**
 * Loads plugins: the kinds of them ({@link dev.gatehouse.plugin.load.PluginKind}) with the names and versions of their files. Of jars: the
 * class loader of each plugin, its one entry class, its start and its end.
 */
@NullMarked
package dev.gatehouse.plugin.load;

import org.jspecify.annotations.NullMarked;
