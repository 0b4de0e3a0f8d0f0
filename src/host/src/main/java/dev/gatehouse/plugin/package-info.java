/**
 * Jars become tools: a class loader per plugin and tenant, the one entry class, its annotated methods, their schemas, and the
 * binding of arguments and results.
 *
 * <p>Floor 3: imports {@code tool}, {@code rpc}, {@code config} and the SPI. Knows no tenant's meaning (a tenant is a name in a
 * message), no bus and no Vert.x.
 *
 * <p>A plugin sees the JDK, its own jars and {@code dev.gatehouse.spi}; see {@link dev.gatehouse.plugin.PluginClassLoader}.
 * That is a boundary between versions, not a sandbox: a jar is code that the operator trusts. What it writes to a
 * {@link java.lang.System.Logger} goes to the host's log; see {@link dev.gatehouse.plugin.PluginLogs}.
 */
package dev.gatehouse.plugin;
