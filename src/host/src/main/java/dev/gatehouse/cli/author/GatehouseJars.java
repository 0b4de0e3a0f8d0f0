package dev.gatehouse.cli.author;

import dev.gatehouse.plugin.load.ClassesJar;
import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The jars that a plugin's project is built with, made of the one that runs: the SPI, the test kit and the host itself. They are written as
 * a Maven repository, under a group of their own: what a public repository has one day is something else.
 *
 * @param jar the one that runs
 * @param version of Gatehouse
 */
public record GatehouseJars(Path jar, String version) {

  private static final String GROUP = "dev.gatehouse.local";
  private static final String HOST = "gatehouse";
  /** Where this jar has the classes of the test kit, which are no part of the host. */
  private static final String TESTKIT = "META-INF/gatehouse/testkit";
  private static final String REPOSITORY = "lib";

  /**
   * Those of this process.
   *
   * @throws IOException when it does not run from gatehouse.jar
   */
  public static GatehouseJars ofThisProcess(String version) throws IOException {
    try {
      Path host = Path.of(GatehouseJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path spi = Path.of(Plugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(host) || !host.equals(spi)) {
        throw new IOException(host + " is not gatehouse.jar, of which the project's jars are made; run java -jar gatehouse.jar");
      }
      return new GatehouseJars(host, version);
    } catch (URISyntaxException e) {
      throw new IOException("the place of gatehouse.jar cannot be read", e);
    }
  }

  /** Writes the repository of a project. */
  void write(Path project) throws IOException {
    Path repository = project.resolve(REPOSITORY);
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      Path root = inside.getPath("/");
      add(repository, "gatehouse-spi", List.of(), made -> ClassesJar.write(made, root, root.resolve("dev/gatehouse/spi")));
      add(repository, "gatehouse-testkit", List.of(HOST), made -> ClassesJar.write(made, root.resolve(TESTKIT), root.resolve(TESTKIT)));
    }
    add(repository, HOST, List.of(), made -> Files.copy(jar, made, StandardCopyOption.REPLACE_EXISTING));
  }

  /**
   * Removes the other versions from the repository of a project.
   *
   * @return these versions
   */
  List<String> removeOthers(Path project) throws IOException {
    Set<String> removed = new TreeSet<>();
    for (String artifact : List.of(HOST, "gatehouse-spi", "gatehouse-testkit")) {
      Path versions = project.resolve(REPOSITORY).resolve(GROUP.replace('.', '/')).resolve(artifact);
      try (Stream<Path> all = Files.list(versions)) {
        for (Path other : all.filter(Files::isDirectory).filter(path -> !path.endsWith(version)).toList()) {
          remove(other);
          removed.add(other.getFileName().toString());
        }
      }
    }
    return List.copyOf(removed);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Writes a jar. */
  private interface Maker {

    void write(Path jar) throws IOException;
  }

  private void add(Path repository, String artifact, List<String> needs, Maker maker) throws IOException {
    Path folder = Files.createDirectories(repository.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version));
    Path made = folder.resolve(artifact + '-' + version + ".jar");
    if (Files.exists(made) && Files.isSameFile(made, jar)) {
      // It is run from the project that it updates.
      return;
    }
    maker.write(made);
    digest(made);
    digest(Files.writeString(folder.resolve(artifact + '-' + version + ".pom"), pom(artifact, needs)));
  }

  private String pom(String artifact, List<String> needs) {
    StringBuilder pom = new StringBuilder("<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>")
        .append(coordinates(artifact)).append("<dependencies>");
    needs.forEach(need -> pom.append("<dependency>").append(coordinates(need)).append("</dependency>"));
    return pom.append("</dependencies></project>\n").toString();
  }

  private String coordinates(String artifact) {
    return "<groupId>" + GROUP + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version + "</version>";
  }

  /** Maven asks for it, and warns where there is none. It is against accidents alone. */
  private static void digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), HexFormat.of().formatHex(digest), StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
