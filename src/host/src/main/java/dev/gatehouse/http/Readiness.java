package dev.gatehouse.http;

/** Readiness state: whether the plugins are loaded, and whether the public port takes calls. Thread-safe. */
public final class Readiness {

  private volatile boolean loaded;
  private volatile boolean serving;

  /** Tells that the plugins have been loaded. */
  public void loaded() {
    loaded = true;
  }

  /** Tells whether the public port takes calls from now on. */
  public void serving(boolean now) {
    serving = now;
  }

  boolean isLoaded() {
    return loaded;
  }

  /** Whether the public port takes calls. */
  public boolean isServing() {
    return serving;
  }
}
