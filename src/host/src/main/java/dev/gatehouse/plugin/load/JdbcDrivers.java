package dev.gatehouse.plugin.load;

import dev.gatehouse.plugin.check.LoadStep;
import dev.gatehouse.plugin.check.ThrownFaults;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the JDBC drivers that a plugin's jars name as services (JDBC 4.3, 9.2.1). {@link java.sql.DriverManager} looks for drivers only
 * once in a process. {@link PluginClassLoader#close} deregisters them.
 */
final class JdbcDrivers {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcDrivers.class);
  private static final String SERVICE = "META-INF/services/java.sql.Driver";

  private JdbcDrivers() {
  }

  /** Loads all drivers. One that cannot be loaded is skipped, as {@link java.sql.DriverManager} does. */
  static void load(PluginClassLoader loader) {
    for (String name : names(loader)) {
      try {
        Class.forName(name, true, loader);
      } catch (Throwable e) {
        LOG.warn("{}: the JDBC driver {} is not registered ({})", loader.getName(), name, ThrownFaults.describe(e));
      }
    }
  }

  private static List<String> names(PluginClassLoader loader) {
    List<String> names = new ArrayList<>();
    LoadStep.run("reading " + SERVICE, () -> {
      for (URL file : loader.own(SERVICE)) {
        names.addAll(EntryPoint.read(file));
      }
      return null;
    });
    return names;
  }
}
