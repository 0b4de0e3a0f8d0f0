/** The demo tenant's tools. Sees the JDK and {@code dev.gatehouse.spi}, like any plugin. */
package dev.gatehouse.plugins.math;
