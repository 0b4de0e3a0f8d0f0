package dev.gatehouse.feature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that one plugin serves.
 *
 * @param tools its tools
 * @param prompts its prompts
 * @param resources its resources
 * @param templates its resource templates
 * @param completions what completes the arguments of its prompts and templates
 */
public record Features(List<Tool> tools, List<Prompt> prompts, List<Resource> resources, List<Resource> templates,
    List<Completion> completions) {

  /** Copies. */
  public Features {
    tools = List.copyOf(tools);
    prompts = List.copyOf(prompts);
    resources = List.copyOf(resources);
    templates = List.copyOf(templates);
    completions = List.copyOf(completions);
  }

  /** Nothing but tools. */
  public static Features of(List<Tool> tools) {
    return new Features(tools, List.of(), List.of(), List.of(), List.of());
  }

  /** Whether there is nothing to call: a completion alone serves nobody. */
  public boolean isEmpty() {
    return tools.isEmpty() && prompts.isEmpty() && resources.isEmpty() && templates.isEmpty();
  }

  /** What can be called, by {@link Call#key()}. */
  public Set<String> keys() {
    return functions().keySet();
  }

  /** What runs, by {@link Call#key()}. */
  Map<String, PluginFunction<?, ?>> functions() {
    Map<String, PluginFunction<?, ?>> functions = new HashMap<>();
    tools.forEach(tool -> functions.put(tool.info().name(), tool.function()));
    prompts.forEach(prompt -> functions.put(PromptCall.key(prompt.info().name()), prompt.function()));
    resources.forEach(resource -> functions.put(ResourceCall.key(resource.info().uri()), resource.function()));
    templates.forEach(template -> functions.put(ResourceCall.key(template.info().uri()), template.function()));
    completions.forEach(completion -> functions.put(completion.ref().key(), completion.function()));
    return functions;
  }
}
