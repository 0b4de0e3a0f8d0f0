package dev.gatehouse.cli.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The operator's logging configuration, {@code -Dlogback.configurationFile=FILE}. */
public final class LogFile {

  static final String PROPERTY = "logback.configurationFile";
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private LogFile() {
  }

  /**
   * Names the file by its URL: logback takes a plain name for a resource first. To be called before anything logs.
   *
   * @param report given the message when the file does not exist
   */
  public static void choose(Consumer<String> report) {
    String name = System.getProperty(PROPERTY);
    if (name == null || URL.matcher(name).matches()) {
      return;
    }
    if (isFile(name)) {
      System.setProperty(PROPERTY, Path.of(name).toUri().toString());
    } else {
      System.clearProperty(PROPERTY);
      report.accept("-D" + PROPERTY + ": there is no file '" + name + "' that can be read; the log has its usual format");
    }
  }

  private static boolean isFile(String name) {
    try {
      Path file = Path.of(name);
      return Files.isRegularFile(file) && Files.isReadable(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
