package dev.gatehouse.plugin.load;

import dev.gatehouse.plugin.check.ThrownFaults;
import java.net.BindException;
import java.nio.channels.OverlappingFileLockException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A plugin that cannot be loaded. The message is one sentence for an operator: which file, what is wrong, what to do. */
public final class PluginException extends Exception {

  private static final long serialVersionUID = 1L;
  /** What H2, HSQLDB, Derby, SQLite, Lucene and RocksDB say of a file, and the JDK of a port, that another process holds. */
  private static final Pattern IN_USE =
      Pattern.compile("(?i)\\block(ed|file| )|\\bin use\\b|\\balready (open|boot|bound)|\\banother (process|instance)\\b");

  private final boolean passing;

  PluginException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  PluginException(String message, @Nullable Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the failure is transient: a dependency of the start was not available. */
  public boolean passing() {
    return passing;
  }

  /** Whether another process or version holds a resource of the start, such as a file or a port. */
  public boolean inUse() {
    return passing && ThrownFaults.causes(getCause()).anyMatch(PluginException::tellsInUse);
  }

  private static boolean tellsInUse(Throwable thrown) {
    String message = ThrownFaults.message(thrown);
    return thrown instanceof BindException || thrown instanceof OverlappingFileLockException
        || message != null && IN_USE.matcher(message).find();
  }
}
