package dev.gatehouse.plugin;

import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Makes plugin jars from source text, compiled in-process against the SPI. {@link #jar} makes a good one; the builder makes what
 * a test needs to be bad about it.
 */
public final class PluginJars {

  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|enum|interface|@interface)\\s+([\\w$]+)");
  private static final Pattern ENTRY = Pattern.compile("\\bclass\\s+\\w+[^{]*\\bimplements\\s[^{]*\\bPlugin\\b");
  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new TreeMap<>();
  private final List<String> classPath = new ArrayList<>(List.of(location(Plugin.class)));
  private final List<String> omitted = new ArrayList<>();
  private String option = "-parameters";
  private List<String> services;
  private final Map<String, String> replaced = new LinkedHashMap<>();
  private int classFile;

  private PluginJars() {
  }

  /**
   * Compiles sources and packs them with a service file that names every class that implements {@code Plugin}.
   *
   * @param dir where the jar goes; created when missing
   * @param name the jar's name without {@code .jar}
   * @param sources whole source files
   * @return the jar
   */
  public static Path jar(Path dir, String name, String... sources) {
    return of(sources).jar(dir, name);
  }

  /** Begins a jar of these source files. */
  public static PluginJars of(String... sources) {
    PluginJars jars = new PluginJars();
    Stream.of(sources).forEach(source -> jars.sources.put(className(source), source));
    return jars;
  }

  /** The source of a plugin class {@code fixture.Fixture} with this body, which may use the SPI and common JDK packages. */
  public static String plugin(String body) {
    return "package fixture;\n" + Stream.of("dev.gatehouse.spi", "java.util", "java.util.concurrent", "java.math", "java.net",
        "java.time").map(name -> "import " + name + ".*;\n").collect(Collectors.joining())
        + "public class Fixture implements Plugin {\n" + body + "\n}\n";
  }

  /** Names these classes in the service file, whatever the sources say; none leaves the file empty. */
  public PluginJars services(String... names) {
    services = List.of(names);
    return this;
  }

  /** Leaves an entry out, such as the service file or a class. */
  public PluginJars without(String entry) {
    omitted.add(entry);
    return this;
  }

  /** Leaves the service file out. */
  public PluginJars withoutServices() {
    return without(SERVICE);
  }

  /** Replaces a name in the class files by one of the same length, which no Java compiler would take. */
  public PluginJars replacing(String name, String by) {
    replaced.put(name, by);
    return this;
  }

  /** Adds a file. */
  public PluginJars resource(String path, String text) {
    entries.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds a copy of a file. */
  public PluginJars file(String path, Path file) throws IOException {
    return file(path, Files.readAllBytes(file));
  }

  /** Adds a file of these bytes. */
  public PluginJars file(String path, byte[] bytes) {
    entries.put(path, bytes);
    return this;
  }

  /** Lets the sources see, when they are compiled, the jar or folder that a class of the host comes from. */
  public PluginJars against(Class<?> type) {
    classPath.add(location(type));
    return this;
  }

  /** Lets the sources see another jar when they are compiled. */
  public PluginJars against(Path jar) {
    classPath.add(jar.toString());
    return this;
  }

  /** Compiles without parameter names. */
  public PluginJars withoutParameterNames() {
    option = "-g:none";
    return this;
  }

  /** Marks the classes as built for a Java release, without asking the compiler. */
  public PluginJars markedForJava(int release) {
    classFile = release + 44;
    return this;
  }

  /** Compiles and packs. */
  public Path jar(Path dir, String name) {
    try {
      Path classes = Files.createTempDirectory(Files.createDirectories(dir), name + "-classes");
      compile(classes);
      collect(classes);
      if (services == null) {
        services = sources.entrySet().stream().filter(e -> ENTRY.matcher(e.getValue()).find()).map(Map.Entry::getKey).toList();
      }
      entries.putIfAbsent(SERVICE, String.join("\n", services).getBytes(StandardCharsets.UTF_8));
      omitted.forEach(entries::remove);
      return write(dir.resolve(name + ".jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path into) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-proc:none", "-nowarn", option, "-d", into.toString(),
        "-classpath", String.join(java.io.File.pathSeparator, classPath));
    List<JavaFileObject> units = sources.entrySet().stream().map(e -> unit(e.getKey(), e.getValue())).toList();
    if (!compiler.getTask(messages, null, null, options, null, units).call()) {
      throw new IllegalArgumentException("a fixture does not compile:\n" + messages);
    }
  }

  private static JavaFileObject unit(String className, String source) {
    URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private void collect(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = replaced(Files.readAllBytes(file));
        if (classFile != 0) {
          bytes[6] = (byte) (classFile >> 8);
          bytes[7] = (byte) classFile;
        }
        entries.putIfAbsent(classes.relativize(file).toString().replace('\\', '/'), bytes);
      }
    }
  }

  private byte[] replaced(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> name : replaced.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Path write(Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static String className(String source) {
    Matcher type = TYPE.matcher(source);
    if (!type.find()) {
      throw new IllegalArgumentException("no class in:\n" + source);
    }
    Matcher home = PACKAGE.matcher(source);
    return home.find() ? home.group(1) + '.' + type.group(1) : type.group(1);
  }

  /** The jar or folder that a class comes from. */
  public static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
