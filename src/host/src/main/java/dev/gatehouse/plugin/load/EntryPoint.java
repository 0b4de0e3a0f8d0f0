package dev.gatehouse.plugin.load;

import dev.gatehouse.plugin.check.LoadStep;
import dev.gatehouse.plugin.check.PluginDefect;
import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.spi.Plugin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds and instantiates the one entry class of a plugin. */
final class EntryPoint {

  static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

  private EntryPoint() {
  }

  /**
   * Creates the instance.
   *
   * @param name what {@link #name} found
   */
  static Plugin create(PluginClassLoader loader, String name) {
    Class<?> type = LoadStep.run("loading " + name, () -> load(loader, name));
    if (!Plugin.class.isAssignableFrom(type)) {
      throw new PluginDefect("names " + name + " in " + SERVICE + ", which does not implement dev.gatehouse.spi.Plugin");
    }
    return LoadStep.run("the constructor of " + name, () -> (Plugin) constructor(type).newInstance());
  }

  /** The name of the plugin's class. */
  static String name(PluginClassLoader loader) {
    Map<String, URL> names = new LinkedHashMap<>();
    List<URL> files = LoadStep.run("reading " + SERVICE, () -> loader.own(SERVICE));
    for (URL file : files) {
      for (String name : LoadStep.run("reading " + SERVICE, () -> read(file))) {
        URL first = names.putIfAbsent(name, file);
        if (first != null && first != file) {
          throw new PluginDefect("names " + name + " in " + jar(first) + " and again in " + jar(file) + "; remove the older of the two");
        }
      }
    }
    if (files.isEmpty()) {
      throw new PluginDefect("has no " + SERVICE + "; add that file with the name of the class that implements Plugin");
    }
    if (names.isEmpty()) {
      throw new PluginDefect("names no class in " + SERVICE + "; write there the one that implements Plugin");
    }
    if (names.size() > 1) {
      throw new PluginDefect(
          "names more than one class in " + SERVICE + " (" + String.join(", ", names.keySet()) + "); a plugin has one, so"
              + " leave one, or make them plugins of their own");
    }
    return names.keySet().iterator().next();
  }

  /** The file name of the jar in an entry's URL. */
  private static String jar(URL entry) {
    String path = entry.getPath().substring(0, entry.getPath().indexOf("!/"));
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The lines of a service file ({@link java.util.ServiceLoader}): a comment begins with {@code #}. */
  static List<String> read(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Class<?> load(ClassLoader loader, String name) throws ClassNotFoundException {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      if (e.getCause() != null) {
        throw new PluginDefect("is damaged (" + ThrownFaults.describe(e.getCause()) + "); build and copy it again", e);
      }
      throw new PluginDefect("names " + name + " in " + SERVICE + ", but holds no such class; correct the name or build it again", e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
      throw new PluginDefect("has the entry class " + type.getName() + ", which must be public and not abstract");
    }
    try {
      return type.getConstructor();
    } catch (NoSuchMethodException e) {
      throw new PluginDefect("has the entry class " + type.getName() + " without a public constructor that takes nothing; add one", e);
    }
  }
}
