package dev.gatehouse.cli.author;

import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.plugin.config.ConfigMismatch;
import dev.gatehouse.tenant.PluginListener;
import java.io.PrintStream;
import java.util.stream.Stream;

/** Prints to the author of a plugin where their own code failed. What the host itself says of it is in the log. */
public final class FaultPrinter implements PluginListener {

  /** How the name of a plugin's class loader begins. */
  private static final String LOADER = "tool:";

  private final PrintStream terminal;

  /** One that prints there. */
  public FaultPrinter(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public void failed(Throwable failure) {
    ThrownFaults.causes(failure).filter(FaultPrinter::isThroughPlugin).findFirst().ifPresent(cause -> cause.printStackTrace(terminal));
    if (ThrownFaults.causes(failure).anyMatch(ConfigMismatch.class::isInstance)) {
      terminal.println(
          "dev takes the plugin's configuration from --settings FILE, a JSON object: what is in tenants.<tenant>.plugins.<plugin>");
    }
    if (ThrownFaults.causes(failure).anyMatch(cause -> cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException)) {
      terminal.println(
          "dev takes libraries from target/dependency, or else from each folder in target that holds jars; --lib JAR names others");
    }
  }

  private static boolean isThroughPlugin(Throwable thrown) {
    return Stream.of(thrown.getStackTrace()).map(StackTraceElement::getClassLoaderName)
        .anyMatch(loader -> loader != null && loader.startsWith(LOADER));
  }

  @Override
  public void unused(String setting) {
    // The settings are there before the plugin has been built, and there is no name to misspell.
  }
}
