package dev.gatehouse.plugin.bind;

import java.util.concurrent.Callable;

/** Runs a plugin's code with the plugin's class loader as the thread's context class loader, as libraries in it expect. */
public final class ContextLoader {

  private ContextLoader() {
  }

  /** Runs the body, and restores the thread's class loader afterwards. */
  public static <T> T call(ClassLoader loader, Callable<T> body) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return body.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
