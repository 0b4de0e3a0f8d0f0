package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.JarProcess;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.rpc.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for authors of plugins, by the jar as it is handed out: {@code new-plugin} and {@code dev}. */
@Timeout(240)
class AuthorIT {

  private static final String ADA = "{\"name\":\"Ada\"}";
  private static final String SERVICE = "META-INF/services/dev.gatehouse.spi.Plugin";

  private static final String HANG = greet("while (true) { try { Thread.sleep(60_000); } catch (InterruptedException e) { } }");

  @TempDir
  private Path folder;
  private Path project;
  private int port;
  private JarProcess dev;

  @BeforeEach
  void choose_a_port() throws IOException {
    port = RedisExtension.freePort();
    project = Files.createDirectories(folder.resolve("my project/target")).getParent();
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(folder.resolve("a-file"), "{\"password\": secret}");
  }

  /** What cleans up after a killed one may still delete in the folder, which JUnit cannot then delete itself. */
  @AfterEach
  void stop() {
    if (dev != null && dev.alive()) {
      dev.signal("KILL").exit();
    }
    JarProcess.await("no folder is left", () -> folders().isEmpty());
  }

  private void dev(String... more) {
    List<String> words = new ArrayList<>(List.of("dev", project.toString(), "--port", String.valueOf(port)));
    words.addAll(List.of(more));
    dev =
        JarProcess.startWithOptions(folder, List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temp()), words.toArray(String[]::new))
            .ready();
    assertThat(dev.out()).startsWith("ready http://127.0.0.1:" + port + "/t/dev/mcp\n");
  }

  private Path temp() {
    try {
      return Files.createDirectories(folder.resolve("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private McpClient client() {
    return McpClient.of("http://127.0.0.1:" + port + "/t/dev/mcp");
  }

  private String greeting() {
    McpClient.Reply reply = client().call("greet", ADA);
    return reply.json().at("/result/content/0/text").asText();
  }

  private void awaitGreeting(String text) {
    JarProcess.await(text, () -> greeting().equals(text));
  }

  /** Compiles as a build does, into the place where a build does. */
  private void compile(String members) throws IOException {
    Path classes = Files.createDirectories(project.resolve("target/classes/META-INF/services")).getParent().getParent();
    Path source = Files.writeString(Files.createDirectories(project.resolve("src")).resolve("Fixture.java"), PluginJars.plugin(members));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = System.getProperty("java.class.path") + File.pathSeparator + project.resolve("target/dependency/lib.jar");
    assertThat(compiler.run(null, null, null, "-parameters", "-nowarn", "-proc:none", "-cp", path, "-d", classes.toString(),
        source.toString())).isZero();
    Files.writeString(classes.resolve(SERVICE), "fixture.Fixture\n");
  }

  private static String greet(String body) {
    return "@Tool public String greet(String name) { " + body + " }";
  }

  @Test
  void a_plugin_is_served_from_its_classes_and_again_when_they_change() throws IOException {
    dev();
    JarProcess.await("a word on the classes that are missing", () -> dev.err().contains("waiting for a build"));
    compile(greet("return \"Hello, \" + name;"));
    awaitGreeting("Hello, Ada");
    int before = dev.out().split("<- #", -1).length;

    compile(greet("return \"Bye, \" + name;"));
    awaitGreeting("Bye, Ada");

    assertThat(before).isGreaterThan(1);
    JarProcess.await("the calls", () -> dev.out().matches("(?s).*-> #(\\d+) tool greet \\{\"name\":\"Ada\"}\n<- #\\1 ok, \\d+ ms\n.*"));
    assertThat(dev.signal("TERM").exit()).isZero();
    assertThat(dev.err()).doesNotContain("has no plugin of this name");
    JarProcess.await("no folder is left", () -> folders().isEmpty());
  }

  /** The folders for temporary files. */
  private List<Path> folders() {
    try (Stream<Path> all = Files.list(temp())) {
      return all.filter(path -> path.getFileName().toString().startsWith("gatehouse-dev")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessHandle redis() throws IOException {
    String id = Files.readString(folders().get(0).resolve("redis/redis.pid")).strip();
    ProcessHandle redis = ProcessHandle.of(Long.parseLong(id)).orElseThrow();
    assertThat(serves(redis)).isTrue();
    return redis;
  }

  /** A process that nobody waits for has no command when it has ended. */
  private static boolean serves(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private void callInBackground() {
    Thread caller = new Thread(this::greeting);
    caller.setDaemon(true);
    caller.setUncaughtExceptionHandler((thread, lost) -> {});
    caller.start();
    JarProcess.await("the call", () -> dev.out().contains("-> #"));
  }

  @Test
  void ctrl_c_waits_for_a_call_that_hangs_for_two_seconds() throws IOException {
    compile(HANG);
    dev();
    ProcessHandle redis = redis();
    callInBackground();

    assertThat(dev.signal(JarProcess.ctrlC()).exit()).isZero();

    assertThat(dev.err()).contains("stopping; what still runs has two seconds to end\n");
    JarProcess.await("its Redis ends", () -> !serves(redis) && folders().isEmpty());
  }

  @Test
  void its_redis_and_its_folder_go_with_it_when_it_is_killed() throws IOException {
    dev();
    ProcessHandle redis = redis();

    dev.signal("KILL").exit();

    JarProcess.await("its Redis ends", () -> !serves(redis) && folders().isEmpty());
  }

  @Test
  void its_redis_and_its_folder_go_with_it_at_a_second_ctrl_c() throws Exception {
    compile(HANG);
    dev();
    ProcessHandle redis = redis();
    callInBackground();

    String kill = "kill -" + JarProcess.ctrlC() + " " + dev.pid();
    new ProcessBuilder("bash", "-c", kill + "; sleep 1.2; " + kill).start().waitFor();

    assertThat(dev.exit()).isIn(130, 0);
    JarProcess.await("its Redis ends", () -> !serves(redis) && folders().isEmpty());
  }

  @Test
  void its_redis_and_its_folder_go_with_it_when_a_tool_ends_the_process() throws IOException {
    compile(greet("System.exit(0); return name;"));
    dev();
    ProcessHandle redis = redis();
    callInBackground();

    assertThat(dev.exit()).isEqualTo(1);
    JarProcess.await("its Redis ends", () -> !serves(redis) && folders().isEmpty());
  }

  @Test
  void what_a_killed_one_could_not_remove_the_next_one_does() throws IOException {
    dev();
    ProcessHandle redis = redis();
    Path left = folders().get(0);
    ProcessHandle.of(dev.pid()).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
    dev.signal("KILL").exit();
    assertThat(serves(redis)).isTrue();

    dev();

    JarProcess.await("the Redis of the one before ends", () -> !serves(redis) && !Files.exists(left));
    assertThat(folders()).hasSize(1);
  }

  @Test
  void settings_that_are_missing_name_the_option() throws IOException {
    compile("public record Settings(String word) {} public void start(PluginContext c) { c.config(Settings.class); }"
        + greet("return name;"));
    dev();

    JarProcess.await("the option", () -> dev.err().contains("from --settings FILE"));
  }

  @Test
  void what_does_not_load_or_fails_is_shown_with_the_authors_stack_and_what_ran_stays() throws IOException {
    compile(greet("if (name.equals(\"Bob\")) { throw new IllegalStateException(\"no Bobs\"); } return \"Hello, \" + name;"));
    dev();
    awaitGreeting("Hello, Ada");

    client().call("greet", "{\"name\":\"Bob\"}");
    JarProcess.await("the stack", () -> dev.err().contains("no Bobs") && dev.err().contains("fixture.Fixture.greet(Fixture.java:"));
    JarProcess.await("the call", () -> dev.out().matches("(?s).*<- #\\d+ error \\(threw\\), \\d+ ms\n.*"));

    compile("public Fixture() { throw new IllegalStateException(\"too early\"); } " + greet("return name;"));
    JarProcess.await("the fault", () -> dev.err().contains("the running version stays"));
    assertThat(dev.err()).contains("IllegalStateException: too early\n").contains("fixture.Fixture.<init>(Fixture.java:");
    assertThat(greeting()).isEqualTo("Hello, Ada");

    compile(greet("return \"Again, \" + name;"));
    awaitGreeting("Again, Ada");
  }

  @Test
  void it_has_its_libraries_its_settings_and_callers_with_all_rights() throws IOException {
    PluginJars.of(
        "package lib; public class Lib { public static String loud(String s) { return s.toUpperCase(); } }").withoutServices()
        .jar(Files.createDirectories(project.resolve("target/dependency")), "lib");
    compile("public record Settings(String word) {} private String word;"
        + " public void start(PluginContext c) { word = c.config(Settings.class).word(); }"
        + greet("return lib.Lib.loud(word + \" \" + name);")
        + " @Prompt public PromptMessage ask(String what) { return PromptMessage.withUserRole(new TextContent(what)); }"
        + " @Resource(uri = \"file:///x\") public TextResourceContents x(RequestUri uri) {"
        + " return TextResourceContents.create(uri.value(), \"X\"); }");
    Files.writeString(folder.resolve("settings.json"), "{\"word\": \"${file:" + folder.resolve("word") + "}\"}");
    Files.writeString(folder.resolve("word"), "hey");
    dev("--settings", "settings.json");

    awaitGreeting("HEY ADA");
    assertThat(client().header("Mcp-Name", "ask")
        .request("prompts/get", Json.object().put("name", "ask").set("arguments", Json.object().put("what", "who?"))).text())
        .contains("who?");
    assertThat(client().header("Mcp-Name", "file:///x").request("resources/read", Json.object().put("uri", "file:///x")).text())
        .contains("\"text\":\"X\"");
    JarProcess.await("the prompt", () -> dev.out().contains(" prompt ask {\"what\":\"who?\"}\n"));
    JarProcess.await("the resource", () -> dev.out().contains(" resource file:///x\n"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"dev nowhere|2|nowhere is no folder", "dev . --port 70000|2|--port must be",
      "dev . --lib nowhere.jar|2|--lib nowhere.jar does not exist",
      "dev . --settings nowhere.json|2|--settings nowhere.json cannot be read",
      "dev . --settings a-file|2|--settings a-file: is not JSON at line 1, column 14: ",
      "dev .|2|holds neither a project (pom.xml, build.gradle or build.gradle.kts) nor the classes", "dev|2|FOLDER",
      "new-plugin g --dir a-file|2|a-file is a file, not a folder", "new-plugin g --dir a-file/g|2|a-file/g: Not a directory",
      "new-plugin g --package java.util|2|cannot be the package", "new-plugin --update . --dir x|2|takes neither --dir nor --package",
      "new-plugin --update . --package x|2|takes neither --dir nor --package",
      "new-plugin|2|NAME", "new-plugin Greeter|2|is not a plugin's name", "new-plugin g --package a.class|2|Java package",
      "new-plugin --update .|2|gatehouse.version", "new-plugin g --dir .|2|is not empty"})
  void what_is_wrong_is_said_in_a_line(String words, int status, String said) {
    JarProcess run = JarProcess.run(folder, words.split(" "));
    assertThat(run.exit()).isEqualTo(status);
    assertThat(run.err()).contains(said).doesNotContain("\tat ").doesNotContain("fasterxml").doesNotContain("secret");
  }

  @Test
  void a_port_that_is_taken_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JarProcess run = JarProcess.run(folder, "dev", project.toString(), "--port", String.valueOf(taken.getLocalPort()));

      assertThat(run.exit()).isEqualTo(3);
      assertThat(run.err()).contains(String.valueOf(taken.getLocalPort())).contains("--port").doesNotContain("http.port");
    }
  }

  /** Maven itself builds it in src/interop/author.test.mjs. */
  @Test
  void a_new_project_compiles_with_its_own_jars_and_is_served() throws IOException {
    JarProcess made = JarProcess.run(folder, "new-plugin", "my-shop", "--package", "com.acme");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).startsWith("my-shop is the project of a plugin, with its test.").contains("gatehouse.jar dev .\n");

    project = folder.resolve("my-shop");
    List<String> jars = files(project.resolve("lib"), ".jar");
    assertThat(jars).hasSize(3);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String spi = jars.stream().filter(jar -> jar.contains("-spi")).findFirst().orElseThrow();
    Path classes = Files.createDirectories(project.resolve("target/classes"));
    assertThat(compiler.run(null, null, null, "-parameters", "-cp", spi, "-d", classes.toString(),
        project.resolve("src/main/java/com/acme/MyShop.java").toString())).isZero();
    Files.createDirectories(classes.resolve("META-INF/services"));
    Files.copy(project.resolve("src/main/resources").resolve(SERVICE), classes.resolve(SERVICE));
    String junit = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> jar.contains("junit") || jar.contains("apiguardian")).reduce("", (all, jar) -> all + File.pathSeparator + jar);
    assertThat(compiler.run(null, null, null, "-proc:none", "-cp", classes + File.pathSeparator
        + String.join(File.pathSeparator, jars) + junit, "-d", Files.createDirectories(project.resolve("target/test-classes")).toString(),
        project.resolve("src/test/java/com/acme/MyShopTest.java").toString())).isZero();

    dev();
    awaitGreeting("Hello, Ada!");

    Path older = project.resolve("lib/dev/gatehouse/local/gatehouse-spi/0.0.9/gatehouse-spi-0.0.9.jar");
    Files.createFile(Files.createDirectories(older.getParent()).resolve(older.getFileName()));
    String readme = Files.readString(project.resolve("README.md"));
    Files.writeString(project.resolve("README.md"), readme.replaceFirst("Gatehouse \\d+\\.\\d+\\.\\d+", "Gatehouse 0.0.9"));
    Path pom = project.resolve("pom.xml");
    String built = Files.readString(pom);
    Files.writeString(pom, built.replaceFirst("<gatehouse.version>[^<]*", "<gatehouse.version>0.0.9"));

    JarProcess updated = JarProcess.run(folder, "new-plugin", "--update", "my-shop");
    assertThat(updated.exit()).as(updated.err()).isZero();
    assertThat(files(project.resolve("lib"), ".jar")).isEqualTo(jars);
    assertThat(updated.out()).contains("the jars of 0.0.9 are removed from its lib");
    assertThat(pom).hasContent(built);
    assertThat(project.resolve("README.md")).hasContent(readme);
  }

  private static List<String> files(Path folder, String end) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).filter(name -> name.endsWith(end)).sorted().toList();
    }
  }
}
