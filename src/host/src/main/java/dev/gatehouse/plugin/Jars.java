package dev.gatehouse.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Looks at jars before a class loader does, which would pass over a broken one without a word. */
final class Jars {

  private Jars() {
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
