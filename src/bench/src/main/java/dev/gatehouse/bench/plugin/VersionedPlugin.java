package dev.gatehouse.bench.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.PluginContext;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Adds, and says in each answer which jar it comes from: the text of the file {@value #FILE} in that jar. */
public final class VersionedPlugin implements Plugin {

  /** Where a jar says which version it is. */
  public static final String FILE = "version.txt";

  private String version;

  @Override
  public void start(PluginContext context) throws IOException {
    try (InputStream in = VersionedPlugin.class.getResourceAsStream("/" + FILE)) {
      version = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Adds: {@code 5 one}. */
  @Tool(description = "Adds two numbers and names the version that did.")
  public String add(
      @ToolArg(description = "the first number") BigDecimal a,
      @ToolArg(description = "the number to add to it") BigDecimal b) {
    return a.add(b) + " " + version;
  }
}
