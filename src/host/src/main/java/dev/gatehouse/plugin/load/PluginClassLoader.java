package dev.gatehouse.plugin.load;

import dev.gatehouse.plugin.check.LoadStep;
import dev.gatehouse.plugin.check.ThrownFaults;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loader of one plugin of one tenant. Its parent is the platform's loader, so the plugin cannot see the host's class path; the
 * SPI comes only from the host, even when a jar brings a copy. Its name is shown in stack traces and thread dumps, for example {@code
 * tool:acme/math}.
 */
final class PluginClassLoader extends URLClassLoader {

  private static final Logger LOG = LoggerFactory.getLogger(PluginClassLoader.class);
  private static final String SHARED = "dev.gatehouse.spi.";
  private static final String SHARED_RESOURCES = SHARED.replace('.', '/');
  private static final String DRIVER = "java.sql.Driver";
  private static final String DRIVER_SERVICE = "META-INF/services/" + DRIVER;
  private static final ClassLoader HOST = PluginClassLoader.class.getClassLoader();

  static {
    registerAsParallelCapable();
    // Else a plugin that opens one of its own URLs leaves its jar open in a cache of the process, after the plugin is gone.
    URLConnection.setDefaultUseCaches("jar", false);
  }

  private volatile boolean drivers;

  PluginClassLoader(String name, List<Path> jars) {
    super(name, jars.stream().map(PluginClassLoader::url).toArray(URL[]::new), getPlatformClassLoader());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar + " is not a file", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(DRIVER)) {
      drivers = true;
    }
    return name.startsWith(SHARED) ? HOST.loadClass(name) : super.loadClass(name, resolve);
  }

  /**
   * Registers the JDBC drivers that the jars name as services (JDBC 4.3, 9.2.1): {@link java.sql.DriverManager} looks for drivers only
   * once in a process. One that cannot be loaded is skipped, as it does.
   */
  void registerDrivers() {
    for (String name : LoadStep.run("reading " + DRIVER_SERVICE, this::driverNames)) {
      try {
        Class.forName(name, true, this);
      } catch (Throwable e) {
        LOG.warn("{}: the JDBC driver {} is not registered ({})", getName(), name, ThrownFaults.describe(e));
      }
    }
  }

  private List<String> driverNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (URL file : own(DRIVER_SERVICE)) {
      names.addAll(EntryPoint.read(file));
    }
    return names;
  }

  /** Closes the jars, and takes the plugin's JDBC drivers out of the JDK's list, if it may have put one there. */
  @Override
  public void close() throws IOException {
    try {
      if (drivers) {
        sweepDrivers();
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new IOException("its JDBC drivers are still registered", e);
    } finally {
      super.close();
    }
  }

  private void sweepDrivers() throws IOException, ReflectiveOperationException {
    try (InputStream in = DriverSweep.class.getResourceAsStream("DriverSweep.class")) {
      byte[] code = in.readAllBytes();
      ((Runnable) defineClass(DriverSweep.class.getName(), code, 0, code.length).getConstructor().newInstance()).run();
    }
  }

  @Override
  public URL getResource(String name) {
    return name.startsWith(SHARED_RESOURCES) ? HOST.getResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(SHARED_RESOURCES) ? HOST.getResources(name) : super.getResources(name);
  }

  /** Bypasses the process-wide cache of open jars, which would share a jar between loaders and close it under one of them. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    URL url = getResource(name);
    if (url == null) {
      return null;
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      return connection.getInputStream();
    } catch (IOException e) {
      return null;
    }
  }

  /** The plugin's own copies of a resource, its jars in order. */
  List<URL> own(String name) throws IOException {
    return Collections.list(findResources(name));
  }
}
