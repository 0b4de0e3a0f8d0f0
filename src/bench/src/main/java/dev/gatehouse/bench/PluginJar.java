package dev.gatehouse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs a plugin that is one class, as an author's build would. */
public final class PluginJar {

  private static final String SERVICE = "META-INF/services/dev.gatehouse.spi.Plugin";

  private PluginJar() {
  }

  /**
   * Packs a plugin.
   *
   * @param jar the jar to write
   * @param plugin the class, without nested ones
   * @param files more entries, path and text
   */
  public static Path write(Path jar, Class<?> plugin, Map<String, String> files) throws IOException {
    String path = plugin.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream code = plugin.getResourceAsStream("/" + path)) {
      add(out, path, code.readAllBytes());
      add(out, SERVICE, plugin.getName().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, String> file : files.entrySet()) {
        add(out, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void add(JarOutputStream out, String path, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(path));
    out.write(bytes);
    out.closeEntry();
  }
}
