package dev.gatehouse.plugin.load;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Deregisters a plugin's JDBC drivers from {@link DriverManager}, which would keep them and the plugin's classes for the life of the
 * process. DriverManager shows drivers only to classes of their own loader, so this class is defined in each plugin's loader ({@link
 * PluginClassLoader#close}) and may use the JDK only.
 */
public final class DriverSweep implements Runnable {

  /** For {@link PluginClassLoader}. */
  public DriverSweep() {
  }

  @Override
  public void run() {
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == DriverSweep.class.getClassLoader()) {
        try {
          DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
