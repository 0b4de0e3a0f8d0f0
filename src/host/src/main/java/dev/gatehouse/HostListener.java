package dev.gatehouse;

import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.tenant.PluginListener;
import java.util.List;

/**
 * Hears what happens in a host, beside the log: for a developer's terminal.
 *
 * @param calls hear of all calls; called by any thread, they return at once and never fail
 * @param plugins hears what is wrong with plugins
 */
public record HostListener(List<CallObserver> calls, PluginListener plugins) {

  /** Nobody but the log. */
  public static final HostListener NONE = new HostListener(List.of(), PluginListener.LOG);

  /** Keeps an unmodifiable copy. */
  public HostListener {
    calls = List.copyOf(calls);
  }
}
