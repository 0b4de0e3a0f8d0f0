package dev.gatehouse.plugin.load;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Takes a plugin's JDBC drivers out of {@link DriverManager}, which keeps them for the life of the process, with all the classes of the
 * plugin. It shows them to classes of their own loader alone, so this one is defined in each plugin's ({@link
 * PluginClassLoader#close}) and must get along with the JDK.
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
