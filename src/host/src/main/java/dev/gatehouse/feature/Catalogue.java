package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All that one tenant serves, by name or URI and in the order of these: lists must not change their order while the set is the same,
 * on any host. Immutable; a swap replaces the whole.
 */
public final class Catalogue {

  /** Nothing. */
  public static final Catalogue EMPTY = new Catalogue(Collections.emptySortedMap(), Collections.emptySortedMap(),
      Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySortedMap());

  private final SortedMap<String, Entry> tools;
  private final SortedMap<String, PromptEntry> prompts;
  private final SortedMap<ResourceUri, ResourceEntry> resources;
  private final SortedMap<ResourceUri, ResourceEntry> templates;
  private final SortedMap<String, CompletionEntry> completions;

  private Catalogue(SortedMap<String, Entry> tools, SortedMap<String, PromptEntry> prompts,
      SortedMap<ResourceUri, ResourceEntry> resources, SortedMap<ResourceUri, ResourceEntry> templates,
      SortedMap<String, CompletionEntry> completions) {
    this.tools = tools;
    this.prompts = prompts;
    this.resources = resources;
    this.templates = templates;
    this.completions = completions;
  }

  /**
   * This catalogue and what another plugin serves.
   *
   * @throws IllegalArgumentException naming the thing and both plugins, when a name or URI is taken
   */
  public Catalogue plus(Entries more) {
    return new Catalogue(
        merge("tool", tools, more.tools(), entry -> entry.info().name()),
        merge("prompt", prompts, more.prompts(), entry -> entry.info().name()),
        merge("resource", resources, more.resources(), entry -> entry.info().uri()),
        merge("resource template", templates, more.templates(), entry -> entry.info().uri()),
        merge("completion", completions, more.completions(), entry -> entry.ref().key()));
  }

  private static <K, E extends Served> SortedMap<K, E> merge(String kind, SortedMap<K, E> known, List<E> more,
      Function<E, K> key) {
    if (more.isEmpty()) {
      return known;
    }
    SortedMap<K, E> all = new TreeMap<>(known);
    for (E entry : more) {
      E taken = all.putIfAbsent(key.apply(entry), entry);
      if (taken != null) {
        throw new IllegalArgumentException(kind + " '" + key.apply(entry) + "' of plugin '" + entry.address().plugin()
            + "' is already served by plugin '" + taken.address().plugin() + "'; rename one of them");
      }
    }
    return all;
  }

  /**
   * One tool.
   *
   * @return the tool, or null
   */
  public Entry find(String name) {
    return tools.get(name);
  }

  /** All tools, in order. */
  public Collection<Entry> all() {
    return Collections.unmodifiableCollection(tools.values());
  }

  /** The names of the tools, in order. */
  public List<String> names() {
    return new ArrayList<>(tools.keySet());
  }

  /**
   * One prompt.
   *
   * @return the prompt, or null
   */
  public PromptEntry prompt(String name) {
    return prompts.get(name);
  }

  /** All prompts, in order. */
  public Collection<PromptEntry> prompts() {
    return Collections.unmodifiableCollection(prompts.values());
  }

  /**
   * What serves a URI: the resource of that URI, else the first template that it matches.
   *
   * @return the resource or template, or null
   */
  public ResourceEntry resource(ResourceUri uri) {
    ResourceEntry resource = resources.get(uri);
    return resource != null ? resource
        : templates.values().stream().filter(entry -> entry.template().match(uri) != null).findFirst().orElse(null);
  }

  /** All resources, in order. */
  public Collection<ResourceEntry> resources() {
    return Collections.unmodifiableCollection(resources.values());
  }

  /**
   * One resource template.
   *
   * @return the template, or null
   */
  public ResourceEntry template(ResourceUri uriTemplate) {
    return templates.get(uriTemplate);
  }

  /** All resource templates, in order. */
  public Collection<ResourceEntry> templates() {
    return Collections.unmodifiableCollection(templates.values());
  }

  /**
   * What completes an argument.
   *
   * @return the completion, or null when that argument has none
   */
  public CompletionEntry completion(CompletionRef ref) {
    return completions.get(ref.key());
  }

  /** Whether any argument can be completed. */
  public boolean completes() {
    return !completions.isEmpty();
  }
}
