package dev.gatehouse.feature;

import java.util.Arrays;
import java.util.Objects;

/**
 * The event-bus address of one deployed version of a plugin. The generation separates two versions during a hot swap: consumers that share
 * an address would receive messages in turn.
 */
public final class Address {

  private final String tenant;
  private final String plugin;
  private final int generation;
  private final String text;
  /** The addresses of single event loops, by their number, made when they are first asked for. */
  private volatile String[] onLoops = {};

  /**
   * An address.
   *
   * @param tenant the tenant
   * @param plugin the plugin
   * @param generation counts the loads of this plugin for this tenant, from 1
   */
  public Address(String tenant, String plugin, int generation) {
    this.tenant = Objects.requireNonNull(tenant, "tenant");
    this.plugin = Objects.requireNonNull(plugin, "plugin");
    this.generation = generation;
    text = "tool/" + tenant + "/" + plugin + "/" + generation;
  }

  /** The tenant. */
  public String tenant() {
    return tenant;
  }

  /** The plugin. */
  public String plugin() {
    return plugin;
  }

  /** Counts the loads of this plugin for this tenant, from 1. */
  public int generation() {
    return generation;
  }

  /**
   * The address of the consumer on one event loop, for example {@code tool/demo/math/1/0}: a message to it does not leave the event loop.
   *
   * @param loop the event loop's number
   */
  String on(int loop) {
    String[] known = onLoops;
    return loop < known.length ? known[loop] : more(loop);
  }

  private synchronized String more(int loop) {
    int before = onLoops.length;
    if (loop >= before) {
      String[] more = Arrays.copyOf(onLoops, loop + 1);
      for (int i = before; i <= loop; i++) {
        more[i] = text + "/" + i;
      }
      onLoops = more;
    }
    return onLoops[loop];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && text.equals(address.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The bus address, for example {@code tool/demo/math/1}. */
  @Override
  public String toString() {
    return text;
  }
}
