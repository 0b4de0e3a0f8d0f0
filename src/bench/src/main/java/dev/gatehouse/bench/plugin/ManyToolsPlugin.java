package dev.gatehouse.bench.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.PluginContext;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import dev.gatehouse.spi.ToolResponse;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Adds, and has as many other tools as the file {@value #FILE} of its jar says. */
public final class ManyToolsPlugin implements Plugin {

  /** Where a jar says how many. */
  public static final String FILE = "tools.txt";

  @Override
  public void start(PluginContext context) throws IOException {
    try (InputStream in = ManyToolsPlugin.class.getResourceAsStream("/" + FILE)) {
      int tools = Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      for (int i = 1; i < tools; i++) {
        context.tools().newTool("tool-" + i).setDescription("The tool number " + i + " of a tenant with very many.")
            .addArgument("text", "what it repeats", true, String.class).addArgument("times", "how often", false, Integer.class)
            .setHandler(arguments -> ToolResponse.success("done")).register();
      }
    }
  }

  /** Adds. */
  @Tool(description = "Adds two numbers.")
  public BigDecimal add(@ToolArg(description = "the first number") BigDecimal a,
      @ToolArg(description = "the number to add to it") BigDecimal b) {
    return a.add(b);
  }
}
