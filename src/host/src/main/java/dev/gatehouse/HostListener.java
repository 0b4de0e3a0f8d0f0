package dev.gatehouse;

import dev.gatehouse.mcp.CallObserver;
import java.util.List;
import java.util.function.Consumer;

/**
 * Is told of what happens in a host, beside the log: for a developer's terminal. Called by any thread; returns at once and never fails.
 *
 * @param calls are told of all calls
 * @param plugins is given what a plugin could not be loaded for. It may quote the plugin's configuration, and secrets in it
 */
public record HostListener(List<CallObserver> calls, Consumer<Throwable> plugins) {

  /** Nobody listens. */
  public static final HostListener NONE = new HostListener(List.of(), failure -> {});

  /** Keeps an unmodifiable copy. */
  public HostListener {
    calls = List.copyOf(calls);
  }

  void refused(Throwable failure) {
    plugins.accept(failure);
  }
}
