package dev.gatehouse.spi;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Tools that are not methods: built when the plugin starts, or added and removed while it runs. From {@link PluginContext#tools()};
 * may be used from any thread until the plugin has stopped. Clients that listen are told of every change.
 *
 * <pre>{@code
 * context.tools().newTool("greet")
 *     .setDescription("Greets somebody")
 *     .addArgument("name", "who to greet", true, String.class)
 *     .setHandler(arguments -> ToolResponse.success("Hello, " + arguments.args().get("name") + "!"))
 *     .register();
 * }</pre>
 */
public interface ToolManager {

  /**
   * Begins a tool, which is served after {@link ToolDefinition#register()}.
   *
   * @param name 1 to 128 of {@code A-Z a-z 0-9 _ - .}
   * @return its definition, for one thread
   */
  ToolDefinition newTool(String name);

  /**
   * Takes a tool away that was registered here. Calls of it that run go on.
   *
   * @param name its name
   * @return false when no such tool was registered here; methods annotated with {@link Tool} stay
   */
  boolean removeTool(String name);

  /** A tool while it is described. */
  interface ToolDefinition {

    /**
     * Sets a name for people.
     *
     * @param title the name
     * @return this
     */
    ToolDefinition setTitle(String title);

    /**
     * Says what the tool does, for the model that chooses it.
     *
     * @param description in words
     * @return this
     */
    ToolDefinition setDescription(String description);

    /**
     * Declares an argument. The host checks it before the handler runs.
     *
     * @param name its name
     * @param description what it means, for the model that fills it in
     * @param required whether it must be given
     * @param type what it is in Java: one of the types that {@link ToolArg} lists
     * @return this
     */
    default ToolDefinition addArgument(String name, String description, boolean required, Type type) {
      return addArgument(name, description, required, type, null);
    }

    /**
     * Declares an argument that has a default.
     *
     * @param name its name
     * @param description what it means, for the model that fills it in
     * @param required whether it must be given; never so when there is a default
     * @param type what it is in Java
     * @param defaultValue as {@link ToolArg#defaultValue()}, or null for none
     * @return this
     */
    ToolDefinition addArgument(String name, String description, boolean required, Type type, String defaultValue);

    /**
     * Sets the input schema word for word, as {@link Tool#inputSchema()} does. Arguments that are not declared too are given to the
     * handler as plain values: String, Number, Boolean, List, Map, null.
     *
     * @param schema JSON Schema (draft-07, 2019-09 or 2020-12, by its {@code $schema}), an object's
     * @return this
     */
    ToolDefinition setInputSchema(String schema);

    /**
     * Sets the output schema word for word, as {@link Tool#outputSchema()} does.
     *
     * @param schema JSON Schema (draft-07, 2019-09 or 2020-12, by its {@code $schema})
     * @return this
     */
    ToolDefinition setOutputSchema(String schema);

    /**
     * Sets the hints.
     *
     * @param annotations hints about the tool's behaviour
     * @return this
     */
    ToolDefinition setAnnotations(ToolAnnotations annotations);

    /**
     * Says whether the handler may block, as {@link Tool#blocking} does.
     *
     * @param blocking false if it only computes, for less than a millisecond; true unless this is called
     * @return this
     */
    ToolDefinition setBlocking(boolean blocking);

    /**
     * Sets what runs; it may block, unless {@link #setBlocking} says that it does not. It says what went wrong by {@link
     * ToolCallException}, as a {@link Tool} method does.
     *
     * @param handler makes the answer
     * @return this
     */
    ToolDefinition setHandler(Function<ToolArguments, ToolResponse> handler);

    /**
     * Sets what holds its thread only until it has returned the stage.
     *
     * @param handler makes a stage of the answer
     * @return this
     */
    ToolDefinition setAsyncHandler(Function<ToolArguments, ? extends CompletionStage<ToolResponse>> handler);

    /**
     * Serves the tool from now on; registered while the plugin starts, from its end on.
     *
     * @throws IllegalArgumentException when something in it cannot be used, or its name is taken in this tenant: the message names
     *     both plugins. Nothing has changed then. A clash during the start refuses the plugin
     * @throws IllegalStateException when the plugin has been stopped
     */
    void register();
  }

  /** A call of a registered tool. */
  interface ToolArguments {

    /**
     * The arguments by name, checked and of their declared types; without those that are absent and have no default.
     *
     * @return in the order of declaration; not to be changed
     */
    Map<String, Object> args();

    /**
     * What the host supplies by type, the same as for a parameter of a {@link Tool} method: {@link Caller}, {@link Deadline} …
     *
     * @param <T> the type
     * @param type a context type
     * @return the context of this call
     * @throws IllegalArgumentException when it is none
     */
    <T> T context(Class<T> type);

    /**
     * Who calls.
     *
     * @return the caller
     */
    default Caller caller() {
      return context(Caller.class);
    }

    /**
     * Knows when nobody waits any more.
     *
     * @return the call's cancellation
     */
    default Cancellation cancellation() {
      return context(Cancellation.class);
    }

    /**
     * Tells how far the call is.
     *
     * @return the call's progress
     */
    default Progress progress() {
      return context(Progress.class);
    }

    /**
     * Talks to the client's log.
     *
     * @return the call's log
     */
    default McpLog log() {
      return context(McpLog.class);
    }
  }
}
