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
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a jar, for an operator who compares hosts.
 *
 * @param file the jar's name
 * @param version the manifest's {@code Implementation-Version}, otherwise the one in the jar's name ({@link FileName}), or null
 * @param digest the first twelve hex digits of its SHA-256, as {@code sha256sum} begins
 */
public record FileVersion(String file, @Nullable String version, String digest) {

  private static final int DIGITS = 12;
  /** The manifest is the plugin's word. */
  private static final Pattern VERSION = Pattern.compile("[\\p{Graph}]{1,60}");

  /** Reads a jar. */
  public static FileVersion of(Path jar) throws IOException {
    String file = jar.getFileName().toString();
    String declared = declared(jar);
    return new FileVersion(file, declared == null ? named(file) : declared, digest(jar));
  }

  private static @Nullable String named(String file) {
    Version version = FileName.of(file).version();
    return version == null ? null : word(version.toString());
  }

  private static @Nullable String declared(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      String version = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? null : word(version);
    }
  }

  private static @Nullable String word(String version) {
    return VERSION.matcher(version).matches() ? version : null;
  }

  private static String digest(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
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
