package dev.gatehouse.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Looks at jars before a class loader does, which would pass over a broken one without a word. */
final class Jars {

  private Jars() {
  }

  /**
   * Reads all of a copy: one that was made while its jar was being written over has an index and yet other bytes than that says.
   *
   * @param jar what it is a copy of, for the message
   */
  static void checkEntries(Path jar, Path copy) throws PluginException {
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (in) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        if (entry.getCrc() != -1 && in.getChecksum().getValue() != entry.getCrc()) {
          throw new ZipException(entry.getName() + " has a wrong checksum");
        }
      }
    } catch (IOException e) {
      throw PluginSource.refused(jar, "is damaged (" + Faults.describe(e) + "); copy it again", e);
    }
  }

  static void check(Path jar) throws PluginException {
    try {
      if (Files.size(jar) == 0) {
        throw PluginSource.refused(jar, "is empty; copy it again", null);
      }
      new ZipFile(jar.toFile()).close();
    } catch (ZipException e) {
      throw PluginSource.refused(jar, "is not a whole jar (" + e.getMessage() + "); copy it again, under another name first and"
          + " then renamed", e);
    } catch (NoSuchFileException e) {
      throw PluginSource.refused(jar, Files.isSymbolicLink(jar) ? "is a link that leads nowhere; mend it or remove it"
          : "is not there; copy it again", e);
    } catch (IOException e) {
      throw PluginSource.refused(jar, "cannot be read; give the host's user the right to", e);
    }
  }
}
