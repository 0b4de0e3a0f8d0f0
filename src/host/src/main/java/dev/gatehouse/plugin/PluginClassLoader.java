package dev.gatehouse.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The classes of one plugin of one tenant. Its parent is the platform's loader, so the host's class path does not exist for it;
 * the SPI comes from the host and only from there, even when a jar brings a copy. Named for stack traces and thread dumps, for
 * example {@code tool:acme/math}.
 */
final class PluginClassLoader extends URLClassLoader {

  private static final String SHARED = "dev.gatehouse.spi.";
  private static final String SHARED_RESOURCES = SHARED.replace('.', '/');
  private static final ClassLoader HOST = PluginClassLoader.class.getClassLoader();

  static {
    registerAsParallelCapable();
    // Else a plugin that opens one of its own URLs leaves its jar open in a cache of the process, after the plugin is gone.
    URLConnection.setDefaultUseCaches("jar", false);
  }

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
    return name.startsWith(SHARED) ? HOST.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  public URL getResource(String name) {
    return name.startsWith(SHARED_RESOURCES) ? HOST.getResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(SHARED_RESOURCES) ? HOST.getResources(name) : super.getResources(name);
  }

  /** Past the process-wide cache of open jars, which would hand one loader's jar to another and close it under it. */
  @Override
  public InputStream getResourceAsStream(String name) {
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
