package dev.gatehouse.plugin.check;

import java.net.BindException;
import java.nio.channels.OverlappingFileLockException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Detects that a start failed because another process holds a resource: a file, such as that of an embedded database, or a port. */
public final class ResourceInUse {

  private static final int DEEPEST = 20;
  /** The messages of H2, HSQLDB, Derby, SQLite, Lucene and RocksDB, and of the JDK for a port. */
  private static final Pattern WORDS =
      Pattern.compile("(?i)\\block(ed|file| )|\\bin use\\b|\\balready (open|boot|bound)|\\banother (process|instance)\\b");

  private ResourceInUse() {
  }

  /** Whether it caused what a plugin threw. */
  public static boolean isBehind(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEEPEST; i++) {
      String message = ThrownFaults.message(cause);
      if (cause instanceof BindException || cause instanceof OverlappingFileLockException
          || message != null && WORDS.matcher(message).find()) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
