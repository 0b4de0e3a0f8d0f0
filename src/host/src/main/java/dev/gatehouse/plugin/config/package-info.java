/**
 * Binds a plugin's part of the configuration to the record that the plugin asks for.
 */
package dev.gatehouse.plugin.config;
