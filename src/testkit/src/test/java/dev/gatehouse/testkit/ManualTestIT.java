package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The test that the manual's page for plugin authors shows, from its text, of the plugin that it shows. */
final class ManualTestIT {

  private static final Pattern FILE = Pattern.compile("(?s)`([\\w./-]+)`:\n\n```\\w*\n(.*?)```\n");

  @TempDir
  private Path project;

  @Test
  void it_is_compiled_and_passes() throws Exception {
    unpack(Files.readString(Path.of(System.getProperty("gatehouse.root"), "src", "site", "markdown", "plugins.md")));
    Path classes = Files.createDirectories(project.resolve("target/classes"));
    Path tests = Files.createDirectories(project.resolve("target/test-classes"));
    Path service = Path.of("META-INF", "services", "dev.gatehouse.spi.Plugin");
    Files.createDirectories(classes.resolve(service).getParent());
    Files.copy(project.resolve("src/main/resources").resolve(service), classes.resolve(service));
    String classPath = System.getProperty("java.class.path");

    javac("-cp", classPath, "-d", classes.toString(), project.resolve("src/main/java/example/Greeter.java").toString());
    javac("-cp", classes + System.getProperty("path.separator") + classPath, "-d", tests.toString(),
        project.resolve("src/test/java/example/GreeterTest.java").toString());
    TestExecutionSummary summary = run(new URL[] {classes.toUri().toURL(), tests.toUri().toURL()});

    assertThat(summary.getFailures()).extracting(failure -> failure.getException().toString()).isEmpty();
    assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
  }

  private void unpack(String manual) throws Exception {
    Matcher file = FILE.matcher(manual);
    while (file.find()) {
      Path path = project.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
    }
  }

  private static TestExecutionSummary run(URL[] classes) throws Exception {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(classes, before)) {
      thread.setContextClassLoader(loader);
      LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
          .selectors(selectClass(loader.loadClass("example.GreeterTest"))).build(), listener);
    } finally {
      thread.setContextClassLoader(before);
    }
    return listener.getSummary();
  }

  private static void javac(String... arguments) {
    String[] all = Stream.concat(Stream.of("--release", "17", "-parameters"), Stream.of(arguments)).toArray(String[]::new);
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int exit = ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, all);
    assertThat(exit).as("javac %s: %s", List.of(all), output).isZero();
  }
}
