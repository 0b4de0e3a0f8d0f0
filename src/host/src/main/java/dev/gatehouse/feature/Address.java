package dev.gatehouse.feature;

/**
 * Where a plugin's tools listen on the event bus. The generation keeps two versions of one plugin apart while one takes over
 * from the other: consumers that share an address would take turns.
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
