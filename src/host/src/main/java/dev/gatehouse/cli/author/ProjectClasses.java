package dev.gatehouse.cli.author;

import dev.gatehouse.record.Identifier;
import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The compiled classes of a project, where its build puts them, and its libraries: the jars in {@code target/dependency} (what {@code mvn
 * dependency:copy-dependencies} makes), or else in each folder of {@code target} (such as {@code target/<finalName>}, which a project of
 * {@code new-plugin} makes), and those that are named.
 *
 * @param folder the project, or a folder of classes alone
 * @param libraries jars, and folders of jars
 */
public record ProjectClasses(Path folder, List<Path> libraries) {

  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
  private static final List<String> BUILT =
      List.of("target/classes", "build/classes/java/main", "build/classes/kotlin/main", "build/resources/main", "bin/main");
  private static final String JAR = ".jar";
  private static final List<String> BUILDS = List.of("pom.xml", "build.gradle", "build.gradle.kts");
  /** What only Gatehouse's own jars hold: the SPI and the host, and the test kit. */
  private static final List<String> GATEHOUSE = List.of("dev/gatehouse/spi/Plugin.class", "dev/gatehouse/testkit/Gatehouse.class");
  private static final Pattern JUNIT = Pattern.compile("(junit-|opentest4j-|apiguardian-api-).*\\.jar");

  /** Keeps an unmodifiable copy. */
  public ProjectClasses {
    libraries = List.copyOf(libraries);
  }

  /** What a file was at one moment. */
  private record Stamp(long size, FileTime time) {
  }

  /** All files of a plugin at one moment: two are equal while nothing has changed. */
  record Look(Map<Path, Stamp> files) {

    boolean isEmpty() {
      return files.isEmpty();
    }
  }

  /** The plugin's name: that of the folder, as far as a plugin may have it. */
  public String name() {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-")
        .replaceFirst("^[_-]+", "");
    return Identifier.NAME.matches(name) ? name : "plugin";
  }

  /** The folders of classes and resources that there are at this moment. */
  List<Path> roots() {
    if (Files.isRegularFile(folder.resolve(SERVICE))) {
      return List.of(folder);
    }
    return BUILT.stream().map(folder::resolve).filter(Files::isDirectory).toList();
  }

  /** Whether there is a project, or its classes. */
  public boolean exists() {
    return !roots().isEmpty() || BUILDS.stream().map(folder::resolve).anyMatch(Files::isRegularFile);
  }

  /** The libraries that there are at this moment, without the plugin's own jar, and without {@link #leftOut}. */
  List<Path> jars() {
    List<Path> jars = new ArrayList<>(built().filter(jar -> !isForBuild(jar)).toList());
    libraries.forEach(place -> jars.addAll(jarsAt(place)));
    return jars.stream().filter(jar -> !isPlugin(jar)).toList();
  }

  /** What the build has put beside the libraries and the host does not load: Gatehouse's own jars and JUnit. */
  List<Path> leftOut() {
    return built().filter(ProjectClasses::isForBuild).toList();
  }

  private Stream<Path> built() {
    Path copied = folder.resolve("target/dependency");
    return Files.isDirectory(copied) ? jarsAt(copied).stream() : folders(folder.resolve("target")).stream()
        .flatMap(place -> jarsAt(place).stream());
  }

  private static List<Path> folders(Path target) {
    try (Stream<Path> all = Files.list(target)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static boolean isForBuild(Path jar) {
    return JUNIT.matcher(jar.getFileName().toString()).matches() || GATEHOUSE.stream().anyMatch(entry -> holds(jar, entry, false));
  }

  private static List<Path> jarsAt(Path place) {
    if (!Files.isDirectory(place)) {
      return Files.isRegularFile(place) ? List.of(place) : List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(JAR)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether the plugin's class is there: a build deletes what it is about to compile. */
  boolean isComplete() {
    List<Path> roots = roots();
    return roots.stream().map(root -> root.resolve(SERVICE)).filter(Files::isRegularFile).findFirst().map(ProjectClasses::entry)
        .filter(entry -> roots.stream().anyMatch(root -> Files.isRegularFile(root.resolve(entry)))).isPresent();
  }

  /** The file of the class that a service file names. */
  private static String entry(Path service) {
    try (Stream<String> lines = Files.lines(service)) {
      return lines.map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty()).findFirst().orElse("")
          .replace('.', '/') + ".class";
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /** One that cannot be read is being written: another look will follow. */
  private static boolean isPlugin(Path jar) {
    return holds(jar, SERVICE, true);
  }

  private static boolean holds(Path jar, String entry, boolean otherwise) {
    try (JarFile open = new JarFile(jar.toFile())) {
      return open.getEntry(entry) != null;
    } catch (IOException e) {
      return otherwise;
    }
  }

  /** Looks at everything. What disappears meanwhile is not there. */
  Look look() {
    Map<Path, Stamp> files = new TreeMap<>();
    for (Path root : roots()) {
      try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
        all.forEach(file -> add(files, file));
      } catch (IOException | UncheckedIOException e) {
        // A build is deleting it.
        return new Look(Map.of());
      }
    }
    if (!files.isEmpty()) {
      jars().forEach(jar -> add(files, jar));
    }
    return new Look(files);
  }

  private static void add(Map<Path, Stamp> files, Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      if (is.isRegularFile()) {
        files.put(file, new Stamp(is.size(), is.lastModifiedTime()));
      }
    } catch (IOException e) {
      // It is gone.
    }
  }
}
