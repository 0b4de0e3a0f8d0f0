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
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The compiled classes of a project, where its build puts them, and its libraries: the jars in {@code target/dependency} (what {@code mvn
 * dependency:copy-dependencies} makes), or else in each folder of {@code target} (such as {@code target/<finalName>}, which a project of
 * {@code new-plugin} makes), and those that are named.
 */
public final class ProjectClasses {

  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
  private static final List<String> BUILT =
      List.of("target/classes", "build/classes/java/main", "build/classes/kotlin/main", "build/resources/main", "bin/main");
  private static final String JAR = ".jar";
  private static final List<String> BUILDS = List.of("pom.xml", "build.gradle", "build.gradle.kts");
  /** What only Gatehouse's own jars hold: the SPI and the host, and the test kit. */
  private static final List<String> GATEHOUSE = List.of("dev/gatehouse/spi/Plugin.class", "dev/gatehouse/testkit/Gatehouse.class");
  private static final Pattern JUNIT = Pattern.compile("(junit-|opentest4j-|apiguardian-api-).*\\.jar");

  private final Path folder;
  private final List<Path> libraries;
  /** What was in each jar: one is opened again only when it has changed. */
  private final Map<Path, Content> contents = new ConcurrentHashMap<>();

  /**
   * Those of a project.
   *
   * @param folder the project, or a folder of classes alone
   * @param libraries jars, and folders of jars
   */
  public ProjectClasses(Path folder, List<Path> libraries) {
    this.folder = folder;
    this.libraries = List.copyOf(libraries);
  }

  /** What a file was at one moment. */
  private record Stamp(long size, FileTime time) {

    static Stamp of(BasicFileAttributes file) {
      return new Stamp(file.size(), file.lastModifiedTime());
    }
  }

  /** What a jar of this size and time holds. */
  private record Content(Stamp stamp, boolean plugin, boolean gatehouse) {
  }

  /** All files of a plugin at one moment: two are equal while nothing has changed. */
  record Look(Map<Path, Stamp> files) {

    boolean isEmpty() {
      return files.isEmpty();
    }
  }

  /** The project, or a folder of classes alone. */
  public Path folder() {
    return folder;
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
    return built().filter(this::isForBuild).toList();
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

  private boolean isForBuild(Path jar) {
    if (JUNIT.matcher(jar.getFileName().toString()).matches()) {
      return true;
    }
    Content content = content(jar);
    return content != null && content.gatehouse();
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
  private boolean isPlugin(Path jar) {
    Content content = content(jar);
    return content == null || content.plugin();
  }

  /** Null when it cannot be read. */
  private @Nullable Content content(Path jar) {
    try {
      Stamp stamp = Stamp.of(Files.readAttributes(jar, BasicFileAttributes.class));
      Content content = contents.get(jar);
      if (content == null || !content.stamp().equals(stamp)) {
        try (JarFile open = new JarFile(jar.toFile())) {
          content = new Content(stamp, open.getEntry(SERVICE) != null, GATEHOUSE.stream().anyMatch(entry -> open.getEntry(entry) != null));
        }
        contents.put(jar, content);
      }
      return content;
    } catch (IOException e) {
      return null;
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
        files.put(file, Stamp.of(is));
      }
    } catch (IOException e) {
      // It is gone.
    }
  }
}
