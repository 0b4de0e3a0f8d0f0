package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.FileName;
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
  /** The file with the fingerprint of the copied jars. */
  private static final String ORIGIN = ".origin";
  private static final String NEW = ".new-";
  /** The age from which a partial copy is stale. A younger one may belong to another host that shares the folder. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final Path dir;
  private final Path root;
  private final AtomicBoolean reported = new AtomicBoolean();
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

  /** Disables the store and waits for a running copy: for a check, and at shutdown. */
  synchronized void off() {
    off = true;
  }

  /** A plugin of {@code _all} is stored once. */
  private Path folder(String tenant, DesiredPlugin found) {
    return parent(tenant, found).resolve(found.source().name());
  }

  private Path parent(String tenant, DesiredPlugin found) {
    boolean all = found.source().files().get(0).startsWith(dir.resolve(PluginFolder.ALL));
    return root.resolve(all ? PluginFolder.ALL : tenant);
  }

  /**
   * Stores a served version. Blocks. A failure is logged once, except for a missing plugin folder, which is reported elsewhere.
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
      if (Files.isDirectory(dir) && reported.compareAndSet(false, true)) {
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
    // Written first: it marks the folder as a copy, also when the process is killed before the copy is complete.
    try {
      Files.write(fresh.resolve(ORIGIN), found.print().stamps());
      for (Path jar : jars) {
        Files.copy(jar, fresh.resolve(jar.getFileName()));
      }
      return fresh;
    } catch (IOException e) {
      // The disk may be full, and parts of copies would keep it so.
      Staging.remove(fresh);
      throw e;
    }
  }

  /** Does not create parents: a missing plugin folder, such as a mount, must not reappear empty. */
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
    try {
      Files.move(fresh, folder);
    } catch (IOException e) {
      if (Files.exists(old)) {
        Files.move(old, folder);
      }
      Staging.remove(fresh);
      throw e;
    }
    Staging.remove(old);
  }

  /** The last known good version of a plugin, with its current settings; null when there is none other than these files. */
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
    List<Path> jars = files(folder).stream().filter(file -> FileName.of(file.getFileName().toString()) != null).toList();
    return jars.isEmpty() ? null : DesiredPlugin.of(new PluginSource(broken.source().name(), jars, folder)).with(broken.settings());
  }

  /**
   * Removes the copies of plugins that are gone, and what a killed process left.
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
   * Whether this host's user created it. Files of others are not removed, since the folder may hold more than copies, and not loaded,
   * since they are not trusted.
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
