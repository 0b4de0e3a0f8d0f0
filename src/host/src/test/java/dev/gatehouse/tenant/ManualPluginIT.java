package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Plugin;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The plugin that the manual's page for plugin authors shows, from its text: an empty folder, a JDK and the SPI are enough. */
final class ManualPluginIT {

  private static final Pattern FILE = Pattern.compile("(?s)`([\\w./-]+)`:\n\n```\\w*\n(.*?)```\n");

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  @TempDir
  private Path project;

  @Test
  void it_is_built_dropped_in_and_called() throws Exception {
    live.start();
    String manual = Files.readString(Path.of(System.getProperty("gatehouse.root"), "src", "site", "markdown", "plugins.md"));
    Matcher file = FILE.matcher(manual);
    int files = 0;
    while (file.find()) {
      Path path = project.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
      files++;
    }
    assertThat(files).isEqualTo(4);
    String spi = PluginJars.location(Plugin.class);

    run("javac", "--release", "17", "-parameters", "-cp", spi, "-d", at("classes"), at("src/main/java/example/Greeter.java"));
    run("jar", "--create", "--file", at("greeter.jar"), "-C", at("classes"), ".", "-C", at("src/main/resources"), "META-INF");
    live.put("demo", "greeter", project.resolve("greeter.jar"));

    ObjectNode arguments = Json.object().put("name", "Ada");
    await(() -> live.call("demo", "greet", arguments).equals("Hello, Ada!"));
  }

  private String at(String path) {
    return project + File.separator + path;
  }

  private static void run(String tool, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int exit = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
    assertThat(exit).as("%s %s: %s", tool, List.of(arguments), output).isZero();
  }
}
