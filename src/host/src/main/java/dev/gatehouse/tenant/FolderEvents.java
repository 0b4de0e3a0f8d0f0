package dev.gatehouse.tenant;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File system events (inotify) of the folders that were scanned, so that a change is seen at once and an unchanged folder need not be
 * polled often. Only Linux and local file systems have them: a network file system does not tell of what other machines write. Used by
 * one thread.
 */
final class FolderEvents {

  private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);
  private static final Set<String> LOCAL = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay");

  private final Runnable changed;
  private final Map<Path, Followed> followed = new HashMap<>();
  private final Map<Object, Boolean> local = new HashMap<>();
  private @Nullable WatchService service;

  /** A folder by its path and identity: the path may lead to another folder later. */
  private record Followed(FileStamp folder, @Nullable WatchKey key) {

    boolean isOf(FileStamp now) {
      return now.hasKeyOf(folder) && (key == null || key.isValid());
    }
  }

  /**
   * Events of no folder yet.
   *
   * @param changed called after an event, on a thread of its own
   */
  FolderEvents(Runnable changed) {
    this.changed = changed;
  }

  /** Begins. Without events of this system nothing happens. */
  void start() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return;
    }
    try {
      WatchService opened = FileSystems.getDefault().newWatchService();
      Thread thread = new Thread(() -> pass(opened), "plugin-events");
      thread.setDaemon(true);
      thread.start();
      service = opened;
    } catch (IOException e) {
      LOG.info("the plugin folder is polled, since the system has no events for it ({})", e.getMessage());
    }
  }

  private void pass(WatchService opened) {
    try {
      while (true) {
        WatchKey key = opened.take();
        key.pollEvents();
        key.reset();
        changed.run();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.debug("no more events of the plugin folder");
    }
  }

  /**
   * Follows these folders and no others.
   *
   * @param folders by path
   * @return whether a folder is followed that was not; what changed before is to be looked for
   */
  boolean follow(Map<Path, FileStamp> folders) {
    if (service == null) {
      return false;
    }
    followed.entrySet().removeIf(one -> {
      FileStamp now = folders.get(one.getKey());
      boolean gone = now == null || !one.getValue().isOf(now);
      if (gone && one.getValue().key() != null) {
        one.getValue().key().cancel();
      }
      return gone;
    });
    boolean more = followed.size() < folders.size();
    folders.forEach((path, folder) -> followed.computeIfAbsent(path, one -> new Followed(folder, register(folder))));
    return more;
  }

  private @Nullable WatchKey register(FileStamp folder) {
    WatchService opened = service;
    try {
      return opened != null && isLocal(folder)
          ? folder.path().register(opened, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
              StandardWatchEventKinds.ENTRY_MODIFY)
          : null;
    } catch (IOException e) {
      LOG.debug("{} is polled, since the system has no events for it", folder.path(), e);
      return null;
    }
  }

  /** By file system: to ask for each folder would read the table of mounts each time. */
  private boolean isLocal(FileStamp folder) throws IOException {
    Object device = Files.getAttribute(folder.path(), "unix:dev");
    Boolean known = local.get(device);
    if (known == null) {
      known = LOCAL.contains(Files.getFileStore(folder.path()).type());
      local.put(device, known);
    }
    return known;
  }

  /** Whether every folder's changes are told: a folder without events is to be polled. */
  boolean isComplete() {
    return service != null && followed.values().stream().allMatch(one -> one.key() != null && one.key().isValid());
  }

  void close() {
    WatchService opened = service;
    service = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        LOG.debug("the events of the plugin folder were not closed", e);
      }
    }
  }
}
