/**
 * For authors of plugins: the whole host in a JUnit test, with the plugin under development loaded as in production, and a client that
 * reads like a sentence. {@link dev.gatehouse.testkit.Gatehouse} is where it begins.
 */
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
