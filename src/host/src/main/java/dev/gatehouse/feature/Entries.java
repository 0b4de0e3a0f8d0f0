package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What one plugin adds to a tenant's catalogue.
 *
 * @param tools its tools
 * @param prompts its prompts
 * @param resources its resources
 * @param templates its resource templates
 * @param completions its completions
 */
public record Entries(List<Entry> tools, List<PromptEntry> prompts, List<ResourceEntry> resources,
    List<ResourceEntry> templates, List<CompletionEntry> completions) {

  /** Copies. */
  public Entries {
    tools = List.copyOf(tools);
    prompts = List.copyOf(prompts);
    resources = List.copyOf(resources);
    templates = List.copyOf(templates);
    completions = List.copyOf(completions);
  }

  /** Nothing but tools. */
  public static Entries of(List<Entry> tools) {
    return new Entries(tools, List.of(), List.of(), List.of(), List.of());
  }

  /**
   * The entries of a plugin that listens at an address.
   *
   * @param bulkheads how many calls of each may run at once, by {@link Call#key()}
   * @param timeouts how long a call of each may take, by the same
   */
  public static Entries of(Features features, Address address, Function<String, Bulkhead> bulkheads,
      Function<String, Duration> timeouts) {
    return new Entries(
        features.tools().stream().map(tool -> {
          String key = tool.info().name();
          return new Entry(tool.info(), address, bulkheads.apply(key), timeouts.apply(key));
        }).toList(),
        features.prompts().stream().map(prompt -> {
          String key = PromptCall.key(prompt.info().name());
          return new PromptEntry(prompt.info(), address, bulkheads.apply(key), timeouts.apply(key));
        }).toList(),
        features.resources().stream().map(resource -> resource(resource, address, bulkheads, timeouts)).toList(),
        features.templates().stream().map(template -> resource(template, address, bulkheads, timeouts)).toList(),
        features.completions().stream().map(one -> {
          String key = one.ref().key();
          return new CompletionEntry(one.ref(), address, bulkheads.apply(key), timeouts.apply(key));
        }).toList());
  }

  private static ResourceEntry resource(Resource resource, Address address, Function<String, Bulkhead> bulkheads,
      Function<String, Duration> timeouts) {
    String key = ResourceCall.key(resource.info().uri());
    return new ResourceEntry(resource.info(), resource.template(), address, bulkheads.apply(key), timeouts.apply(key));
  }
}
