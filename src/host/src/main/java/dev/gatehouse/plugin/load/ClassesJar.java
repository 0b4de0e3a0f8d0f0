package dev.gatehouse.plugin.load;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs folders of classes as a jar. The same files make the same bytes. */
public final class ClassesJar {

  /** 1980-02-01: no time zone makes it a time that a jar cannot have. */
  private static final long TIME = 318_211_200_000L;

  private ClassesJar() {
  }

  /**
   * Packs a part of a folder.
   *
   * @param root what the names of the entries are relative to
   * @param part the folder to be packed, at or below the root
   */
  public static void write(Path jar, Path root, Path part) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, new HashSet<>(), root, part);
    }
  }

  /** Packs folders; of two files with one name the first is packed. */
  public static void write(Path jar, List<Path> roots) throws IOException {
    Set<String> packed = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path root : roots) {
        add(out, packed, root, root);
      }
    }
  }

  private static void add(JarOutputStream out, Set<String> packed, Path root, Path part) throws IOException {
    for (Path file : files(part)) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (packed.add(name)) {
        JarEntry entry = new JarEntry(name);
        entry.setTime(TIME);
        out.putNextEntry(entry);
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
