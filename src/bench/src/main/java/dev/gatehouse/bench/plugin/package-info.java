/** The plugins that the runs drop into the host, each a single class, packed by {@code PluginJar}. */
package dev.gatehouse.bench.plugin;
