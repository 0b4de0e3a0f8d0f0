package dev.gatehouse.plugin.check;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;

/** One step of loading that runs a plugin's code. Whatever it throws becomes a {@link PluginDefect} that names the step. */
public final class LoadStep {

  private LoadStep() {
  }

  public static <T> T run(String name, Callable<T> body) {
    try {
      return body.call();
    } catch (InvocationTargetException e) {
      throw ThrownFaults.defect(name, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ThrownFaults.defect(name, e);
    } catch (Throwable e) {
      throw ThrownFaults.defect(name, e);
    }
  }
}
