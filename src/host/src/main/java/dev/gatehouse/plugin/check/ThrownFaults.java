package dev.gatehouse.plugin.check;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes what a plugin's code throws while it is loaded, as a clause that an operator can act on. */
public final class ThrownFaults {

  private static final Pattern VERSION = Pattern.compile("class file version (\\d+)\\.(\\d+)");
  private static final int JAVA_OF_CLASS_FILE = 44;
  private static final int PREVIEW = 65535;
  /** A chain of causes may be a circle. */
  private static final int MOST_CAUSES = 20;

  private ThrownFaults() {
  }

  /**
   * Converts an exception to a defect.
   *
   * @param step what was being done, such as {@code the constructor of a.B}
   */
  public static PluginDefect defect(String step, Throwable thrown) {
    if (thrown instanceof PluginDefect defect) {
      return defect;
    }
    if (thrown instanceof ExceptionInInitializerError && thrown.getCause() != null) {
      return defect("a static initializer, run for " + step + ",", thrown.getCause());
    }
    if (thrown instanceof LinkageError) {
      return new PluginDefect(linkage(thrown), thrown);
    }
    if (thrown instanceof SecurityException && String.valueOf(message(thrown)).contains("signer information")) {
      return new PluginDefect("mixes signed and other classes of one package (" + describe(thrown) + "); leave META-INF/*.SF, *.RSA, *.DSA"
          + " and *.EC out of its jars", thrown);
    }
    return new PluginDefect("is refused by its own code: " + step + " threw " + describe(thrown), thrown);
  }

  private static String linkage(Throwable error) {
    if (error instanceof UnsupportedClassVersionError) {
      return version(describe(error));
    }
    if (error instanceof NoClassDefFoundError) {
      return "needs the class " + missing(error) + ", which is not in it; a plugin sees only the JDK, dev.gatehouse.spi and its"
          + " own jars, so bundle the class or put its jar into the plugin's folder";
    }
    if (error instanceof ClassFormatError) {
      return "holds a broken class (" + describe(error) + "); build and copy it again";
    }
    return "does not fit together (" + describe(error) + "); build it against this host's gatehouse-spi and the libraries that it"
        + " bundles";
  }

  private static String version(String message) {
    Matcher version = VERSION.matcher(message);
    if (!version.find()) {
      return "does not fit this Java (" + message + ")";
    }
    int needed = Integer.parseInt(version.group(1)) - JAVA_OF_CLASS_FILE;
    int running = Runtime.version().feature();
    if (Integer.parseInt(version.group(2)) == PREVIEW) {
      return "uses preview features of Java " + needed + "; build it without --enable-preview";
    }
    return "needs Java " + needed + ", and this is Java " + running + "; build it with --release " + running
        + " or run the host on Java " + needed;
  }

  private static String missing(Throwable error) {
    return String.valueOf(message(error)).replace('/', '.').replaceFirst("^Could not initialize class ", "");
  }

  /** The exception's name and message, on one line. */
  public static String describe(Throwable thrown) {
    String message = message(thrown);
    // Shows the type that the SPI documents, not the host's subclass.
    Class<?> type = thrown instanceof AuthorError ? IllegalArgumentException.class : thrown.getClass();
    String name = type.getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The exception itself, its cause, and so on. */
  public static Stream<Throwable> causes(@Nullable Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
  }

  /** The message; a plugin's exception may throw when it is asked for it. */
  public static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable e) {
      return null;
    }
  }
}
