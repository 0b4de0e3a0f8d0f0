/**
 * Binds a plugin's part of the configuration to the record that the plugin asks for.
 */
@NullMarked
package dev.gatehouse.plugin.config;

import org.jspecify.annotations.NullMarked;
