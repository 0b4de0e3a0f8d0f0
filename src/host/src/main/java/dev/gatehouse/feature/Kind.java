package dev.gatehouse.feature;

import dev.gatehouse.spi.CompletionResponse;
import dev.gatehouse.spi.PromptMessage;
import dev.gatehouse.spi.PromptResponse;
import dev.gatehouse.spi.ResourceResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of features. Their order is the order in log lines and clash messages. What differs between kinds is an argument of
 * their rows.
 */
public enum Kind {
  /** A tool, which a model calls. */
  TOOL("tool", "tools", "named", "@Tool(name = …)", Permission.TOOLS, "call tool", Capability.TOOLS, "tools"),
  /** A prompt. */
  PROMPT("prompt", "prompts", "named", "@Prompt(name = …)", Permission.PROMPTS, "use prompt", Capability.PROMPTS, "prompts",
      PromptResponse.class, PromptMessage.class),
  /** A resource with a fixed URI. */
  RESOURCE("resource", "resources", "at", "@Resource(uri = …)", Permission.RESOURCES, "read resource", Capability.RESOURCES, "resources",
      ResourceResponse.class),
  /** A resource template, which serves every URI that it matches. */
  TEMPLATE("resource template", "templates", "of", "@ResourceTemplate(uriTemplate = …)", Permission.RESOURCES, "read resource",
      Capability.RESOURCES, "resourceTemplates"),
  /** Proposes values for an argument of a prompt or a variable of a resource template, and is permitted as that is. */
  COMPLETION("completion", "completions", "of", "@CompleteArg(name = …)", null, "complete", Capability.COMPLETIONS, null,
      CompletionResponse.class);

  /** The field of a key record that permits it. */
  public enum Permission {
    /** Permits tools. */
    TOOLS,
    /** Permits prompts. */
    PROMPTS,
    /** Permits resources and templates, by URI. */
    RESOURCES
  }

  /**
   * A capability of the server (MCP {@code ServerCapabilities}) that kinds share.
   *
   * @param member its name
   * @param since the first revision that has it
   * @param always whether it is advertised while a tenant has nothing of the kind: it may come at any time
   * @param flags what it says beside, each {@code true}
   */
  public record Capability(String member, String since, boolean always, List<String> flags) {
    private static final String FIRST = "2024-11-05";
    private static final Capability TOOLS = new Capability("tools", FIRST, true, List.of("listChanged"));
    private static final Capability PROMPTS = new Capability("prompts", FIRST, false, List.of("listChanged"));
    private static final Capability RESOURCES = new Capability("resources", FIRST, false, List.of("subscribe", "listChanged"));
    private static final Capability COMPLETIONS = new Capability("completions", "2025-03-26", false, List.of());
  }

  private final String word;
  private final String plural;
  private final String preposition;
  private final String naming;
  private final @Nullable Permission permission;
  private final String use;
  private final Capability capability;
  private final @Nullable String list;
  private final List<Class<?>> answers;

  Kind(String word, String plural, String preposition, String naming, @Nullable Permission permission, String use, Capability capability,
      @Nullable String list, Class<?>... answers) {
    this.word = word;
    this.plural = plural;
    this.preposition = preposition;
    this.naming = naming;
    this.permission = permission;
    this.use = use;
    this.capability = capability;
    this.list = list;
    this.answers = List.of(answers);
  }

  /** Whether a model reads what went wrong, as a result, and may try again; of the others a call that fails is an error. */
  public boolean isCalledByModel() {
    return this == TOOL;
  }

  /** Several of them, for messages and cursors: {@code tools}. */
  public String plural() {
    return plural;
  }

  /** What gives one its name in an annotation: {@code @Tool(name = …)}. */
  public String naming() {
    return naming;
  }

  /** The annotation: {@code @Tool}. */
  public String annotation() {
    return naming.substring(0, naming.indexOf('('));
  }

  /** What permits it; null when that is what permits something else. */
  public @Nullable Permission permission() {
    return permission;
  }

  /** What a caller does with one, as a refusal says it: {@code call tool}. */
  public String use() {
    return use;
  }

  /** What the server advertises for it. */
  public Capability capability() {
    return capability;
  }

  /** The member of a list's result that holds them; null when they are not listed. */
  public @Nullable String list() {
    return list;
  }

  /** The types that only methods of this kind return. */
  public List<Class<?>> answers() {
    return answers;
  }

  /** Several with this name, for messages: {@code tools named 'add'}. */
  String several(Key key) {
    return plural + ' ' + preposition + " '" + key.name() + "'" + (key.argument().isEmpty() ? "" : " '" + key.argument() + "'");
  }

  /** The kind in words, for messages. */
  @Override
  public String toString() {
    return word;
  }
}
