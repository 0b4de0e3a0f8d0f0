package dev.gatehouse.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of {@code NAME=value} lines. One that holds a key is for its owner alone, or it is not used. */
final class EnvFile {

  private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*");
  private static final Set<PosixFilePermission> OTHERS = Set.of(
      PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  private EnvFile() {
  }

  /**
   * Reads the file.
   *
   * @throws UsageException when it cannot be read, a line is not {@code NAME=value}, or it holds a key and others can read it
   */
  static Map<String, String> read(Path file) throws UsageException {
    try {
      Map<String, String> values = parse(file, Files.readAllLines(file));
      for (String name : values.keySet()) {
        if (Settings.isSecret(name) && othersMayUse(file)) {
          throw new UsageException(file + ": holds " + name + ", and others can read it: chmod 600 " + file);
        }
      }
      return values;
    } catch (NoSuchFileException e) {
      throw new UsageException(file + ": there is no such file");
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read");
    }
  }

  private static Map<String, String> parse(Path file, List<String> lines) throws UsageException {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new UsageException(file + ", line " + (i + 1) + ": expected NAME=value");
      }
      values.put(matcher.group(1), unquoted(matcher.group(2)));
    }
    return values;
  }

  private static String unquoted(String value) {
    char quote = value.length() < 2 ? ' ' : value.charAt(0);
    boolean quoted = (quote == '"' || quote == '\'') && value.charAt(value.length() - 1) == quote;
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean othersMayUse(Path file) throws IOException {
    // Windows keeps no such bits; its home folders are private.
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }
}
