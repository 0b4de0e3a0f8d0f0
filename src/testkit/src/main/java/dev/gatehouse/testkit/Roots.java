package dev.gatehouse.testkit;

import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The entries of a class path: the jar or the folder that a class or a file comes from. */
final class Roots {

  private static final String SERVICES = "META-INF/services";

  private Roots() {
  }

  static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(type.getName() + " comes from no file", e);
    }
  }

  /** Where a file of this name below the root lies. */
  static Path of(URL file, String name) {
    try {
      URLConnection connection = file.openConnection();
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI());
      }
      Path root = Path.of(file.toURI());
      for (int i = 0; i < Path.of(name).getNameCount(); i++) {
        root = Objects.requireNonNull(root.getParent());
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(file + " is no file", e);
    }
  }

  /** The classes that its service files name, other than plugins: a library finds them by {@link java.util.ServiceLoader}. */
  static Set<String> providers(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      return providersBelow(root);
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return providersBelow(jar.getPath("/"));
    }
  }

  private static Set<String> providersBelow(Path root) throws IOException {
    Path services = root.resolve(SERVICES);
    if (!Files.isDirectory(services)) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(services)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals(Plugin.class.getName())) {
          names(Files.readAllLines(file)).forEach(name -> names.add(name.replace('.', '/')));
        }
      }
    }
    return names;
  }

  /** The names that the lines of a service file have. */
  static Stream<String> names(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("#.*", "").strip()).filter(name -> !name.isEmpty());
  }
}
