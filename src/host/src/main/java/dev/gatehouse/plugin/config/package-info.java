/**
 * Binds a plugin's part of the configuration to the record that the plugin asks for: by the type mapping for tool arguments, with what only
 * an operator may write ({@code 30s} for a duration, text for a number) converted before, and with faults in the words of the host's file.
 */
@NullMarked
package dev.gatehouse.plugin.config;

import org.jspecify.annotations.NullMarked;
