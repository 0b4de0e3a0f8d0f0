package dev.gatehouse.plugin.load;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.record.PluginSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Jars. They are checked before they are given to a class loader, which would skip a broken one silently. */
final class JarKind implements PluginKind {

  @Override
  public String ending() {
    return ".jar";
  }

  @Override
  public LoadedPlugin load(PluginSource source, String tenant, PluginSettings settings, Changes changes) throws PluginException {
    return new JarLoader(changes).load(source, tenant, settings);
  }

  @Override
  public @Nullable String version(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      return manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    }
  }

  /** Also finds an index that does not match the bytes, and signatures that would fail only when a class is first needed. */
  @Override
  public void checkCopy(Path jar, Path copy) throws PluginException {
    try (JarFile zip = new JarFile(copy.toFile())) {
      for (JarEntry entry : Collections.list(zip.entries())) {
        CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (in) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        if (entry.getCrc() != -1 && in.getChecksum().getValue() != entry.getCrc()) {
          throw new ZipException(entry.getName() + " has a wrong checksum");
        }
      }
    } catch (SecurityException e) {
      throw PluginSource.refused(jar, "has a signature that does not fit it any more (" + e.getMessage() + "); sign it again as the"
          + " last step, or leave META-INF/*.SF, *.RSA, *.DSA and *.EC out of it, as for libraries that were packed into it", e);
    } catch (IOException e) {
      throw PluginSource.refused(jar, "is damaged (" + ThrownFaults.describe(e) + "); copy it again", e);
    }
  }

  @Override
  public void check(Path jar) throws PluginException {
    try {
      if (Files.size(jar) == 0) {
        throw PluginSource.refused(jar, "is empty; copy it again", null);
      }
      new ZipFile(jar.toFile()).close();
    } catch (ZipException e) {
      throw PluginSource.refused(jar, clause(String.valueOf(e.getMessage())), e);
    } catch (NoSuchFileException e) {
      throw PluginSource.refused(jar, Files.isSymbolicLink(jar) ? "is a broken link; fix it or remove it"
          : "is not there; copy it again", e);
    } catch (IOException e) {
      throw PluginSource.refused(jar, "cannot be read; give the host's user the right to", e);
    }
  }

  private static String clause(String message) {
    if (message.contains("encrypted")) {
      return "is encrypted, and no class loader asks for a password; pack it again without";
    }
    return message.contains("compression method")
        ? "is packed by a method that Java does not read (" + message + "); pack it again with the JDK's jar"
        : "is not a whole jar (" + message + "); copy it again, under another name first and then renamed";
  }
}
