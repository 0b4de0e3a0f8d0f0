package dev.gatehouse.spi;

import java.util.List;

/**
 * The entry of a plugin jar. A jar names its one implementation in
 * {@code META-INF/services/dev.gatehouse.spi.Plugin}; the host creates it once per tenant with its public no-argument
 * constructor, in a class loader of its own.
 *
 * <p>The smallest plugin implements this interface and carries {@link Tool} methods itself. It sees the JDK, its own jar (or
 * the jars of its own folder) and this package. The host sets the thread's context class loader to the plugin's around
 * everything it calls, and logs what is written to a {@link System.Logger}.
 *
 * <pre>{@code
 * public final class Greeter implements Plugin {
 *   @Tool(description = "Greets somebody.")
 *   public String greet(@ToolArg(description = "who to greet") String name) {
 *     return "Hello, " + name + "!";
 *   }
 * }
 * }</pre>
 */
public interface Plugin {

  /**
   * The objects whose annotated methods the host serves. Called once, after {@link #start}.
   *
   * @return this plugin itself, unless overridden
   */
  default List<Object> features() {
    return List.of(this);
  }

  /**
   * Called once before any tool is called; may block, for 30 seconds at most.
   *
   * @param context which tenant this instance serves, and its configuration
   * @throws Exception to refuse: the plugin is not loaded, and the message is shown to the operator. After a while the host tries again
   *     with another instance in another class loader, since a backend that was down may be back; release what was taken before
   */
  default void start(PluginContext context) throws Exception {
  }

  /**
   * Called once, after the last call has ended; not when {@link #start} threw. May block. Release here what {@link #start} took:
   * threads, connections, drivers, shutdown hooks. What is left running keeps the plugin's classes in memory.
   *
   * @throws Exception logged; the plugin is unloaded all the same
   */
  default void stop() throws Exception {
  }
}
