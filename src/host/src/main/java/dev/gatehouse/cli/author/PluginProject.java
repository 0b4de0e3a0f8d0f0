package dev.gatehouse.cli.author;

import dev.gatehouse.record.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * A new project of a plugin: one tool, its test and its build. The manual shows the same files.
 *
 * @param name the plugin's, as {@link Identifier#NAME} has it
 * @param packageName of its classes, which is also the Maven group
 * @param version that of Gatehouse
 */
public record PluginProject(String name, String packageName, String version) {

  /** Folders that Maven makes in target, where a project's own has the plugin's name. */
  private static final Set<String> MAVENS =
      Set.of("classes", "test-classes", "generated-sources", "generated-test-sources", "maven-archiver", "maven-status",
          "surefire-reports");
  private static final String TEMPLATE = "project/";
  private static final String SERVICE = "src/main/resources/META-INF/services/dev.gatehouse.spi.Plugin";
  private static final Pattern VERSION = Pattern.compile("<gatehouse\\.version>([^<]*)</gatehouse\\.version>");
  private static final Pattern RESERVED = Pattern.compile("(java|javax|dev\\.gatehouse)(\\..*)?");
  /** Classes that the sources use by their short names, and that are not in java.lang. */
  private static final Set<String> TAKEN = Set.of("Plugin", "Tool", "ToolArg", "Gatehouse", "Key", "Map", "Test", "RegisterExtension");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException when one is none, in one line
   */
  public PluginProject {
    if (!Identifier.NAME.matches(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a plugin's name: 1 to 63 of a-z 0-9 _ -, beginning with a letter or digit");
    }
    if (MAVENS.contains(name)) {
      throw new IllegalArgumentException("'" + name + "' is a folder of Maven's own in target; take another name");
    }
    if (!SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
      throw new IllegalArgumentException("'" + packageName + "' is not the name of a Java package");
    }
    if (RESERVED.matcher(packageName).matches()) {
      throw new IllegalArgumentException(
          "'" + packageName + "' cannot be the package of a plugin: java, javax and dev.gatehouse are those of the JDK and of Gatehouse");
    }
  }

  /** The plugin's class: {@code my-shop} is {@code MyShop}. */
  String type() {
    String joined = Stream.of(name.split("[-_]+")).filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1)).collect(Collectors.joining());
    return !Character.isJavaIdentifierStart(joined.charAt(0)) ? "Plugin" + joined : isTaken(joined) ? joined + "Plugin" : joined;
  }

  /** Whether a class of this name would hide another. */
  private static boolean isTaken(String type) {
    try {
      return TAKEN.contains(type) || Class.forName("java.lang." + type, false, null) != null;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Its files, by their path in the project. */
  public Map<String, String> files() {
    String folder = "java/" + packageName.replace('.', '/') + '/' + type();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", filled("pom.xml"));
    files.put("src/main/" + folder + ".java", filled("src/main/java/Plugin.java"));
    files.put(SERVICE, filled(SERVICE));
    files.put("src/test/" + folder + "Test.java", filled("src/test/java/PluginTest.java"));
    files.put("README.md", filled("README.md"));
    files.put(".gitignore", filled("gitignore"));
    return files;
  }

  private String filled(String template) {
    try (InputStream in = PluginProject.class.getResourceAsStream(TEMPLATE + template)) {
      return new String(Objects.requireNonNull(in, template).readAllBytes(), StandardCharsets.UTF_8)
          .replace("@name@", name).replace("@package@", packageName).replace("@Class@", type()).replace("@version@", version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes it into a folder, with what it is built with. */
  public void write(Path folder, GatehouseJars jars) throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    jars.write(folder);
  }

  /**
   * Gives a project the jars of another version of Gatehouse, in place of those that it has, and names that version in its pom.xml and
   * README.md.
   *
   * @return the versions that were removed
   * @throws IOException when it is no such project, or cannot be written
   */
  public static List<String> update(Path folder, GatehouseJars jars) throws IOException {
    Path pom = folder.resolve("pom.xml");
    Matcher property = VERSION.matcher(Files.exists(pom) ? Files.readString(pom) : "");
    if (!property.find()) {
      throw new IOException(pom + " has no property gatehouse.version: it is not of a project that new-plugin has made");
    }
    String before = property.group(1);
    jars.write(folder);
    Files.writeString(pom,
        property.replaceFirst(Matcher.quoteReplacement("<gatehouse.version>" + jars.version() + "</gatehouse.version>")));
    Path readme = folder.resolve("README.md");
    if (Files.exists(readme)) {
      Files.writeString(readme, Files.readString(readme).replace("Gatehouse " + before + ".", "Gatehouse " + jars.version() + "."));
    }
    return jars.removeOthers(folder);
  }
}
