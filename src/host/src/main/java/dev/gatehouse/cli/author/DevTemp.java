package dev.gatehouse.cli.author;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder for temporary files of a {@code dev}, with the data of its Redis. It goes when the process ends, however that ends: a small
 * process waits for the end of a pipe that this one holds, stops the Redis and deletes the folder. When that process was killed too, the
 * next {@code dev} of the same user does it: the operating system has released the folder's lock.
 */
public final class DevTemp implements Closeable {

  private static final String PREFIX = "gatehouse-dev";
  private static final String LOCK = "dev.lock";
  /**
   * The folder is {@code $0}. It ignores the signals of the terminal, which reach it too. It waits when Redis is about to write its process
   * id, and stops no other process that has that id by now.
   */
  private static final String CLEANER = """
      trap '' INT TERM HUP
      cat
      [ -e "$0/redis/redis.conf" ] && [ ! -e "$0/redis/redis.pid" ] && sleep 1
      pid=$(cat "$0/redis/redis.pid")
      if [ -n "$pid" ]; then
        case $(tr '\\0' ' ' <"/proc/$pid/cmdline" || ps -p "$pid" -o args=) in *redis-server*)
          kill "$pid"
          for second in 1 2 3 4 5 6 7 8 9 10; do [ -e "$0/redis/redis.pid" ] && sleep 1; done ;;
        esac
      fi
      rm -rf "$0"
      """;

  private final Path folder;
  private final FileChannel lock;
  private final Process cleaner;

  private DevTemp(Path folder, FileChannel lock, Process cleaner) {
    this.folder = folder;
    this.lock = lock;
    this.cleaner = cleaner;
  }

  /** Makes one, and removes those that others have left behind. */
  public static DevTemp create() throws IOException {
    Path folder = Files.createTempDirectory(PREFIX);
    FileChannel lock = locked(folder);
    Process cleaner = clean(folder, Redirect.PIPE);
    removeOld(folder);
    return new DevTemp(folder, lock, cleaner);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** The lock has its name only when it is held: one without it is left alone by others. */
  private static FileChannel locked(Path folder) throws IOException {
    Path unnamed = folder.resolve(LOCK + ".new");
    FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    Files.move(unnamed, folder.resolve(LOCK));
    return channel;
  }

  private static Process clean(Path folder, Redirect until) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", CLEANER, folder.toString()).directory(folder.getRoot().toFile())
        .redirectInput(until).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
  }

  private static void removeOld(Path mine) throws IOException {
    try (Stream<Path> all = Files.list(mine.getParent())) {
      List<Path> others = all.filter(path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(mine)).toList();
      for (Path other : others) {
        if (isLeft(other, mine)) {
          clean(other, Redirect.from(Path.of("/dev/null").toFile()));
        }
      }
    }
  }

  /** Whether a folder is this user's and its process has ended. */
  private static boolean isLeft(Path folder, Path mine) {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine)) && isFree(folder.resolve(LOCK));
    } catch (IOException e) {
      // It goes at this moment, or has no lock yet.
      return false;
    }
  }

  private static boolean isFree(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE); @Nullable
    FileLock taken = channel.tryLock()) {
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Has it cleaned up, soon. */
  @Override
  public void close() throws IOException {
    cleaner.getOutputStream().close();
    lock.close();
  }
}
