package dev.gatehouse.testkit;

import dev.gatehouse.plugin.load.ClassesJar;
import dev.gatehouse.plugin.load.FileName;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the plugin under test, and how they come into the host's folder as jars: what the build will make of them. */
final class PluginFiles {

  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
  private final String name;
  private final Set<Path> roots;
  /** The classes whose needs are looked for: none of a plugin that is built already. */
  private final Set<Class<?>> types = new LinkedHashSet<>();

  private PluginFiles(String name, Set<Path> roots) {
    this.name = name;
    this.roots = roots;
  }

  static PluginFiles of(Class<? extends Plugin> type) {
    Set<Path> roots = new LinkedHashSet<>(Set.of(Roots.of(type)));
    List<Path> services = services(type);
    if (services.isEmpty()) {
      throw new IllegalStateException(type.getName() + " is not named by a file " + SERVICE + " on the class path, and a host would"
          + " refuse the plugin without; create it in src/main/resources with the line " + type.getName());
    }
    roots.addAll(services);
    PluginFiles files = new PluginFiles(type.getSimpleName().toLowerCase(Locale.ROOT), roots);
    files.types.add(type);
    return files;
  }

  static PluginFiles of(Path jarOrFolder) {
    String name = PluginSource.name(jarOrFolder);
    if (!Files.isDirectory(jarOrFolder)) {
      return new PluginFiles(name, new LinkedHashSet<>(Set.of(jarOrFolder)));
    }
    try (Stream<Path> jars = Files.list(jarOrFolder)) {
      return new PluginFiles(name, new LinkedHashSet<>(jars.filter(jar -> FileName.of(jar.toString()) != null).sorted().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void library(Class<?> type) {
    roots.add(Roots.of(type));
    types.add(type);
  }

  /** The plugin's name. */
  String name() {
    return name;
  }

  /** Puts the plugin into a tenant's folder, with all that it needs of the class path. */
  void copyTo(Path tenant) throws IOException {
    Path folder = Files.createDirectories(tenant.resolve(name));
    Set<Path> all = new LinkedHashSet<>(roots);
    for (Class<?> type : types) {
      all.addAll(ClassPathWalk.from(type));
    }
    for (Path root : all) {
      if (!Files.isDirectory(root)) {
        Files.copy(root, unused(folder, root.getFileName().toString()));
      }
    }
    List<Path> folders = all.stream().filter(Files::isDirectory).toList();
    if (!folders.isEmpty()) {
      ClassesJar.write(folder.resolve(name + "-classes.jar"), folders);
    }
  }

  /** Jars of different folders may have one name. */
  private static Path unused(Path folder, String jar) {
    Path file = folder.resolve(jar);
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(i + "-" + jar);
    }
    return file;
  }

  /** The folders and jars whose service file names the class. Some builds keep resources apart from classes. */
  private static List<Path> services(Class<?> type) {
    try {
      return Collections.list(type.getClassLoader().getResources(SERVICE)).stream()
          .filter(file -> names(file, type.getName())).map(file -> Roots.of(file, SERVICE)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean names(URL file, String type) {
    try (InputStream in = uncached(file).getInputStream()) {
      return Roots.names(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()).anyMatch(type::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URLConnection uncached(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
