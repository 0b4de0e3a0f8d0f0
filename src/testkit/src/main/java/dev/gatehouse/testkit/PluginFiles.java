package dev.gatehouse.testkit;

import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The files of the plugin under test, and how they come into the host's folder as jars: what the build will make of them. */
final class PluginFiles {

  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
  private static final String JAR = ".jar";

  private final String name;
  private final Set<Path> roots;

  private PluginFiles(String name, Set<Path> roots) {
    this.name = name;
    this.roots = roots;
  }

  static PluginFiles of(Class<? extends Plugin> type) {
    Set<Path> roots = new LinkedHashSet<>(Set.of(location(type)));
    List<Path> services = services(type);
    if (services.isEmpty()) {
      throw new IllegalStateException(type.getName() + " is not named by a file " + SERVICE + " on the class path, and a host would"
          + " refuse the plugin without; create it in src/main/resources with the line " + type.getName());
    }
    roots.addAll(services);
    return new PluginFiles(type.getSimpleName().toLowerCase(Locale.ROOT), roots);
  }

  static PluginFiles of(Path jarOrFolder) {
    String file = jarOrFolder.getFileName().toString();
    if (!Files.isDirectory(jarOrFolder)) {
      return new PluginFiles(file.endsWith(JAR) ? file.substring(0, file.length() - JAR.length()) : file,
          new LinkedHashSet<>(Set.of(jarOrFolder)));
    }
    try (Stream<Path> jars = Files.list(jarOrFolder)) {
      return new PluginFiles(file, new LinkedHashSet<>(jars.filter(jar -> jar.toString().endsWith(JAR)).sorted().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void library(Class<?> type) {
    roots.add(location(type));
  }

  /** The plugin's name. */
  String name() {
    return name;
  }

  /** Puts the plugin into a tenant's folder. */
  void copyTo(Path tenant) throws IOException {
    Path folder = Files.createDirectories(tenant.resolve(name));
    for (Path root : roots) {
      if (!Files.isDirectory(root)) {
        Files.copy(root, folder.resolve(root.getFileName()));
      }
    }
    List<Path> folders = roots.stream().filter(Files::isDirectory).toList();
    if (!folders.isEmpty()) {
      pack(folders, folder.resolve(name + "-classes" + JAR));
    }
  }

  private static void pack(List<Path> folders, Path jar) throws IOException {
    Set<String> packed = new LinkedHashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path root : folders) {
        for (Path file : files(root)) {
          String entry = root.relativize(file).toString().replace('\\', '/');
          if (packed.add(entry)) {
            out.putNextEntry(new JarEntry(entry));
            Files.copy(file, out);
            out.closeEntry();
          }
        }
      }
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(type.getName() + " comes from no file", e);
    }
  }

  /** The folders and jars whose service file names the class. Some builds keep resources apart from classes. */
  private static List<Path> services(Class<?> type) {
    try {
      return Collections.list(type.getClassLoader().getResources(SERVICE)).stream()
          .filter(file -> names(file, type.getName())).map(PluginFiles::root).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean names(URL file, String type) {
    try (InputStream in = uncached(file).getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .anyMatch(line -> line.replaceFirst("#.*", "").strip().equals(type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root(URL service) {
    try {
      if (uncached(service) instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI());
      }
      Path file = Path.of(service.toURI());
      return file.getParent().getParent().getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URLConnection uncached(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
