/**
 * Every feature once: the example that a plugin author reads, and what the official conformance suite calls. Names and texts that
 * begin with {@code test_} or {@code test://} are the suite's. Sees the JDK and {@code dev.gatehouse.spi}, like any plugin.
 */
package dev.gatehouse.plugins.everything;
