package dev.gatehouse.plugin;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Signs jars by the JDK's own tools, with a key that is made for it. */
public final class Signer {

  private Signer() {
  }

  public static Path sign(Path jar) throws Exception {
    Path store = jar.resolveSibling("keys.p12");
    run("keytool", "-genkeypair", "-keystore", store.toString(), "-storepass", "changeit", "-alias", "one", "-dname", "CN=one",
        "-keyalg", "EC");
    run("jarsigner", "-keystore", store.toString(), "-storepass", "changeit", jar.toString(), "one");
    return jar;
  }

  /** Changes an entry of a jar, whose checksum is right afterwards. */
  public static void change(Path jar, String entry) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Files.write(zip.getPath(entry), new byte[] {0}, StandardOpenOption.APPEND);
    }
  }

  private static void run(String tool, String... arguments) throws Exception {
    ProcessBuilder process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    process.command().addAll(List.of(arguments));
    Process running = process.redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (running.waitFor() != 0) {
      throw new AssertionError(tool + " failed: " + said);
    }
  }
}
