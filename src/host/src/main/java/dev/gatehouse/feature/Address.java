package dev.gatehouse.feature;

/**
 * The event-bus address of one deployed version of a plugin. The generation separates two versions during a hot swap: consumers that share
 * an address would receive messages in turn.
 *
 * @param tenant the tenant
 * @param plugin the plugin
 * @param generation counts the loads of this plugin for this tenant, from 1
 */
public record Address(String tenant, String plugin, int generation) {

  /** The bus address, for example {@code tool/demo/math/1}. */
  @Override
  public String toString() {
    return "tool/" + tenant + "/" + plugin + "/" + generation;
  }
}
