package dev.gatehouse.http;

/** Readiness state: whether the plugins are loaded, and whether the public port takes calls. Thread-safe. */
public final class Readiness {

  private volatile boolean loaded;
  private volatile boolean serving;

  /** Records that the plugins have been loaded. */
  public void loaded() {
    loaded = true;
  }

  /** Records whether the public port takes calls. */
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
