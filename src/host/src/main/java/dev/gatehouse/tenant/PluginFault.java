package dev.gatehouse.tenant;

/**
 * A plugin that is not served, and why.
 *
 * @param tenant whose it is; {@code _all} for everybody's
 * @param plugin its name, or the file's; empty when the whole folder is meant
 * @param message one sentence for the operator
 */
public record PluginFault(String tenant, String plugin, String message) {
}
