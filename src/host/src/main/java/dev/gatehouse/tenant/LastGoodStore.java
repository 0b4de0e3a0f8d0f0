package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.PluginSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores copies of the last known good version of each plugin, in {@code <folder>/<tenant>/<plugin>/}. They outlive the process, so that a
 * start that finds a broken jar serves the copy, as a running host keeps its version. Hosts may share the folder.
 */
final class LastGoodStore {

  private static final Logger LOG = LoggerFactory.getLogger(LastGoodStore.class);
  /** What the jars looked like that were copied. */
  private static final String ORIGIN = ".origin";
  private static final String NEW = ".new-";
  /** Another host that shares the folder may be about to write what is younger. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final Path dir;
  private final Path root;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean off;
  private volatile @Nullable UserPrincipal user;

  /**
   * Copies.
   *
   * @param dir the plugin folder, which tells whose a plugin is
   * @param root where the copies are
   */
  LastGoodStore(Path dir, Path root) {
    this.dir = dir;
    this.root = root;
  }

  /** Keeps nothing and has nothing from now on, and waits for what is being copied: for a mere check, and at the end. */
  synchronized void off() {
    off = true;
  }

  /** Everybody's plugin is kept once. */
  private Path folder(String tenant, DesiredPlugin found) {
    return parent(tenant, found).resolve(found.source().name());
  }

  private Path parent(String tenant, DesiredPlugin found) {
    boolean all = found.source().jars().get(0).startsWith(dir.resolve(PluginFolder.ALL));
    return root.resolve(all ? PluginFolder.ALL : tenant);
  }

  /**
   * Keeps a version that is served. Blocks; what goes wrong is logged, once, but for a plugin folder that is gone, which others tell of.
   *
   * @param copy a folder with nothing but its jars, as they were loaded
   */
  synchronized void keep(String tenant, DesiredPlugin found, Path copy) {
    Path folder = folder(tenant, found);
    List<Path> jars = files(copy);
    if (off || jars.isEmpty() || origin(folder).equals(found.print().stamps())) {
      return;
    }
    try {
      replace(folder, fresh(parent(tenant, found), jars, found));
    } catch (IOException e) {
      if (Files.isDirectory(dir) && told.compareAndSet(false, true)) {
        LOG.warn("no copies of the last good versions of plugins can be kept in {} ({}): after a restart a broken jar is not served at all;"
            + " let the host write there, or set plugins.copies", root, e.toString());
      }
    }
  }

  private Path fresh(Path parent, List<Path> jars, DesiredPlugin found) throws IOException {
    if (root.startsWith(dir)) {
      create(root);
    } else {
      Files.createDirectories(root);
    }
    create(parent);
    Path fresh = Files.createTempDirectory(parent, NEW);
    // First, so that what a killed process leaves can be told from what is somebody else's.
    Files.write(fresh.resolve(ORIGIN), found.print().stamps());
    for (Path jar : jars) {
      Files.copy(jar, fresh.resolve(jar.getFileName()));
    }
    return fresh;
  }

  /** Not its parents: a plugin folder that is gone, such as a mount, would be there again, and empty. */
  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      LOG.trace("{} is there, perhaps by another host", folder);
    }
  }

  private void replace(Path folder, Path fresh) throws IOException {
    Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      if (!isCopy(folder)) {
        Staging.remove(fresh);
        throw new FileAlreadyExistsException(folder.toString());
      }
      Files.move(folder, old);
    }
    Files.move(fresh, folder);
    Staging.remove(old);
  }

  /** The last good version of a plugin, with the settings that it is given now; null when there is none but these very files. */
  @Nullable
  DesiredPlugin find(String tenant, DesiredPlugin broken) {
    Path folder = folder(tenant, broken);
    List<String> origin = origin(folder);
    if (off || origin.isEmpty() || origin.equals(broken.print().stamps())) {
      return null;
    }
    if (!isCopy(folder)) {
      LOG.warn("{} is not served: it is no folder that this host's user has made", folder);
      return null;
    }
    List<Path> jars = files(folder).stream().filter(file -> !file.endsWith(ORIGIN)).toList();
    return jars.isEmpty() ? null : DesiredPlugin.of(new PluginSource(broken.source().name(), jars, folder)).with(broken.settings());
  }

  /**
   * Removes the copies of plugins that are gone, and what a process that was killed has left.
   *
   * @param stays whether a tenant's plugin is there, or may be
   */
  synchronized void retain(BiPredicate<String, String> stays) {
    if (off) {
      return;
    }
    for (Path tenant : files(root)) {
      for (Path plugin : files(tenant)) {
        String name = plugin.getFileName().toString();
        if (isCopy(plugin) && (name.startsWith(NEW) ? leftBehind(plugin) : !stays.test(tenant.getFileName().toString(), name))) {
          Staging.remove(plugin);
        }
      }
    }
  }

  /**
   * Whether this host's user has made it. Others' are neither removed, since the folder that the operator named may hold more than copies,
   * nor loaded, since somebody else may have put them where this user was to.
   */
  private boolean isCopy(Path folder) {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(folder.resolve(ORIGIN), LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user());
    } catch (IOException e) {
      return false;
    }
  }

  /** The user of this process, as the file system names it. */
  private UserPrincipal user() throws IOException {
    UserPrincipal known = user;
    if (known == null) {
      Path probe = Files.createTempFile("gatehouse-", ".probe");
      known = Files.getOwner(probe);
      user = known;
      Files.delete(probe);
    }
    return known;
  }

  private static boolean leftBehind(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(LEFT_BEHIND));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> origin(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(ORIGIN));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
