package dev.gatehouse.testkit;

import dev.gatehouse.Host;
import dev.gatehouse.plugin.load.ClassReferences;
import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a plugin needs of the test's class path: the jars and folders of all classes that its own refer to, directly or through
 * others. The JDK and the SPI are there for every plugin; the host and this kit are there for none.
 */
final class ClassPathWalk {

  private static final Set<Path> NOT_ITS_OWN = Set.of(Roots.of(Plugin.class), Roots.of(Host.class), Roots.of(Gatehouse.class));

  private final ClassLoader loader;
  private final Path own;
  private final Set<Path> roots = new LinkedHashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  /** A class that is nested in a test names that test, and needs nothing of it. */
  private ClassPathWalk(Class<?> type) {
    loader = type.getClassLoader();
    own = Roots.of(type);
    for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
      seen.add(outer.getName().replace('.', '/'));
    }
    follow(Set.of(type.getName().replace('.', '/')));
  }

  /**
   * Walks from this class. What its own jar or folder names in a string literal is followed, too; in a library such a name is usually
   * of something optional.
   */
  static Set<Path> from(Class<?> type) throws IOException {
    ClassPathWalk walk = new ClassPathWalk(type);
    while (!walk.open.isEmpty()) {
      walk.visit(walk.open.pop());
    }
    return walk.roots;
  }

  private void follow(Set<String> names) {
    names.stream().filter(seen::add).forEach(open::push);
  }

  private void visit(String name) throws IOException {
    URL file = file(name);
    if (file == null) {
      return;
    }
    Path root = Roots.of(file, name);
    if (roots.add(root)) {
      follow(Roots.providers(root));
    }
    try (InputStream in = file.openStream()) {
      ClassReferences references = ClassReferences.of(in);
      follow(references.types());
      if (root.equals(own)) {
        follow(references.texts());
      }
    }
  }

  /**
   * Where the plugin has a class from; null when it is the JDK's, or nobody's. One that the host's jar has, too, is a library's all the
   * same.
   */
  private @Nullable URL file(String name) throws IOException {
    URL first = loader.getResource(name + ".class");
    if (first == null || isItsOwn(first, name)) {
      return first;
    }
    if (first.getProtocol().equals("jrt")) {
      return null;
    }
    for (URL file : Collections.list(loader.getResources(name + ".class"))) {
      if (isItsOwn(file, name)) {
        return file;
      }
    }
    return null;
  }

  private boolean isItsOwn(URL file, String name) {
    if (file.getProtocol().equals("jrt")) {
      return false;
    }
    Path root = Roots.of(file, name);
    return root.equals(own) || !NOT_ITS_OWN.contains(root);
  }
}
