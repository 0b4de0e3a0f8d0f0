/**
 * Says what is wrong: with a value that a schema does not allow, and with a plugin that cannot be loaded.
 */
@NullMarked
package dev.gatehouse.plugin.check;

import org.jspecify.annotations.NullMarked;
