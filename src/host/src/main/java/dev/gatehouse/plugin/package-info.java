/**
 * Loads plugins from jars. {@code load} has jars, class loaders and life cycle, {@code bind} turns methods into features, {@code check}
 * holds values and schemas against rules and words the faults, {@code config} binds a plugin's configuration, {@code type} maps Java
 * types to JSON, and {@code client} is what a running method sees of its caller.
 *
 * <p>Layer 4: imports {@code feature}, {@code rpc}, {@code record}, {@code config} and the SPI. Knows no tenant's meaning (a tenant is a
 * name in a message), no bus and no Vert.x.
 *
 * <p>A plugin sees the JDK, its own jars and {@code dev.gatehouse.spi}; see {@link dev.gatehouse.plugin.load.PluginClassLoader}.
 * That is a boundary between versions, not a sandbox: a jar is code that the operator trusts. What it writes to a
 * {@link java.lang.System.Logger} goes to the host's log; see {@link dev.gatehouse.plugin.load.PluginLogs}.
 */
@NullMarked
package dev.gatehouse.plugin;

import org.jspecify.annotations.NullMarked;
