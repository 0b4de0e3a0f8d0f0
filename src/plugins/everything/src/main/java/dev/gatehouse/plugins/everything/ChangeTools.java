package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.ListChanges;
import dev.gatehouse.spi.Tool;

/** Tools that tell every client of the tenant that something has changed. */
public final class ChangeTools {

  @Tool(name = "test_trigger_tool_change", description = "Says that the list of tools has changed.")
  public String tools(ListChanges changes) {
    changes.toolsChanged();
    return "Told";
  }

  @Tool(name = "test_trigger_prompt_change", description = "Says that the list of prompts has changed.")
  public String prompts(ListChanges changes) {
    changes.promptsChanged();
    return "Told";
  }

  @Tool(name = "trigger_resource_change", description = "Says that the list of resources, and one of them, has changed.")
  public String resources(ListChanges changes) {
    changes.resourcesChanged();
    changes.resourceUpdated("test://watched-resource");
    return "Told";
  }
}
