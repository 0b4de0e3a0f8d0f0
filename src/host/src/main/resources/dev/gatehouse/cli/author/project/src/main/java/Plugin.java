package @package@;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;

public final class @Class@ implements Plugin {
  @Tool(description = "Greets somebody.")
  public String greet(@ToolArg(description = "who to greet") String name) {
    return "Hello, " + name + "!";
  }
}
