package dev.gatehouse.plugin.load;

import dev.gatehouse.plugin.check.PluginDefect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Detects jars whose classes a class loader does not find: classes under a framework's folder, nested jars, and jars that only the
 * manifest's {@code Class-Path} names. They are found at load time and not in the first call that needs them.
 */
final class Packaging {

  private static final Set<String> FRAMEWORKS = Set.of("BOOT-INF/classes/", "BOOT-INF/lib/", "WEB-INF/classes/", "WEB-INF/lib/");
  private static final int MOST_NAMED = 3;

  private final List<Path> jars;
  private final PluginClassLoader loader;

  Packaging(List<Path> jars, PluginClassLoader loader) {
    this.jars = jars;
    this.loader = loader;
  }

  /**
   * Refuses a jar that holds the plugin where nothing looks for it.
   *
   * @param service the file that names the plugin's class
   */
  void refuseHidden(String service) throws IOException {
    boolean found = !loader.own(service).isEmpty();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile(), false)) {
        List<String> names = file.stream().map(JarEntry::getName).toList();
        names.stream().filter(name -> FRAMEWORKS.stream().anyMatch(name::startsWith)).findFirst().ifPresent(name -> {
          String folder = name.substring(0, name.indexOf('/'));
          throw new PluginDefect("is packed as an application" + of(jar) + ": its classes lie under " + folder
              + ", where no class loader of a plugin looks; put the jar of its classes alone (Spring Boot names it -plain.jar or"
              + " .jar.original) and the jars of " + folder + "/lib together into the plugin's folder");
        });
        if (!found && !within(names).isEmpty()) {
          throw new PluginDefect("has no " + service + " but jars within it" + of(jar) + " (" + some(within(names))
              + "), which no class loader reads; put those jars into the plugin's folder, or pack their classes into one jar");
        }
      }
    }
  }

  /**
   * Refuses a jar with jars within it or a {@code Class-Path} when the plugin's own classes need one that is nowhere.
   *
   * @param entry the plugin's class, whose package determines its {@link #home}
   */
  void refuseMissing(String entry) throws IOException {
    String home = home(entry);
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile(), false)) {
        List<String> within = within(file.stream().map(JarEntry::getName).toList());
        List<String> named = classPath(file);
        String missing = within.isEmpty() && named.isEmpty() ? null : missing(file, home);
        if (missing != null) {
          throw new PluginDefect("needs the class " + missing.replace('/', '.') + ", which is not in it" + of(jar) + "; "
              + (within.isEmpty() ? "the Class-Path of its manifest (" + some(named) + ") is not followed"
                  : "the jars within it (" + some(within)
                      + ") are not read")
              + ", so put those jars into the plugin's folder, or pack their classes into one jar");
        }
      }
    }
  }

  /**
   * The folder of the author's own classes: the package of the plugin's class or, when that has more than two parts, the one above.
   * Libraries that were packed in lie elsewhere; they may refer to classes that they can do without.
   */
  private static String home(String entry) {
    List<String> parts = List.of(entry.split("\\."));
    int length = parts.size() - 1;
    return parts.stream().limit(length > 2 ? length - 1 : length).map(part -> part + '/').collect(Collectors.joining());
  }

  private @Nullable String missing(JarFile file, String home) throws IOException {
    for (JarEntry entry : file.stream().toList()) {
      String name = entry.getName();
      boolean own = name.startsWith(home) && name.endsWith(".class") && (!home.isEmpty() || name.indexOf('/') < 0);
      if (own) {
        try (InputStream in = file.getInputStream(entry)) {
          for (String reference : ClassReferences.of(in).classes()) {
            if (!reference.startsWith("java/") && loader.getResource(reference + ".class") == null) {
              return reference;
            }
          }
        }
      }
    }
    return null;
  }

  private static List<String> within(List<String> names) {
    return names.stream().filter(name -> PluginKind.of(name) instanceof JarKind).toList();
  }

  private static List<String> classPath(JarFile file) throws IOException {
    Manifest manifest = file.getManifest();
    String value = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return value == null || value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
  }

  private static String some(List<String> names) {
    List<String> some = new ArrayList<>(names.subList(0, Math.min(MOST_NAMED, names.size())));
    if (names.size() > MOST_NAMED) {
      some.add("…");
    }
    return String.join(", ", some);
  }

  /** Which jar is meant, where there are several. */
  private String of(Path jar) {
    return jars.size() == 1 ? "" : ", in " + jar.getFileName();
  }
}
