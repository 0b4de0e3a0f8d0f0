package dev.gatehouse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

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

  /**
   * Compiles a plugin against the SPI of this build, and packs it.
   *
   * @param jar the jar to write
   * @param name of the class, whose source is the resource {@code NAME.java.txt}
   * @return false when it does not compile: the SPI lacks what it uses
   */
  static boolean compiles(Path jar, String name) throws IOException {
    Path folder = Files.createTempDirectory(jar.getParent(), name);
    Path source = folder.resolve(name + ".java");
    try (InputStream text = PluginJar.class.getResourceAsStream(name + ".java.txt")) {
      Files.copy(text, source);
    }
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, OutputStream.nullOutputStream(), "--release", "17", "-parameters",
        "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), source.toString());
    if (status == 0) {
      pack(jar, name, folder);
    }
    return status == 0;
  }

  private static void pack(Path jar, String name, Path folder) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, name + ".class", Files.readAllBytes(folder.resolve(name + ".class")));
      add(out, SERVICE, name.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream out, String path, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(path));
    out.write(bytes);
    out.closeEntry();
  }
}
