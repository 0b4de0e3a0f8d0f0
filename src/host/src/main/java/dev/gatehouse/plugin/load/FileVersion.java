package dev.gatehouse.plugin.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a plugin's file, for an operator who compares hosts.
 *
 * @param file the file's name
 * @param version the one that the file declares, otherwise the one in its name ({@link FileName}), or null
 * @param digest the first twelve hex digits of its SHA-256, as {@code sha256sum} begins
 */
public record FileVersion(String file, @Nullable String version, String digest) {

  private static final int DIGITS = 12;
  /** What a file declares is the plugin's word. */
  private static final Pattern VERSION = Pattern.compile("[\\p{Graph}]{1,60}");

  /** Reads a file of this kind. */
  static FileVersion of(Path path, PluginKind kind) throws IOException {
    String file = path.getFileName().toString();
    String declared = word(kind.version(path));
    return new FileVersion(file, declared == null ? word(named(file)) : declared, digest(path));
  }

  private static @Nullable String named(String file) {
    FileName name = FileName.of(file);
    return name == null || name.version() == null ? null : name.version().toString();
  }

  private static @Nullable String word(@Nullable String version) {
    return version != null && VERSION.matcher(version).matches() ? version : null;
  }

  private static String digest(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      DigestInputStream read = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      read.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(read.getMessageDigest().digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For example {@code math.jar 1.0 (sha256 0f3a9c21b7de)}; a version that the name tells is not repeated. */
  @Override
  public String toString() {
    return file + (version == null || file.contains(version) ? "" : " " + version) + " (sha256 " + digest + ")";
  }
}
