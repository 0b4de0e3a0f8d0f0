package dev.gatehouse.testkit;

import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension: a whole host in this process, with a Redis of its own on a free port, and the plugin under development in it,
 * packed and loaded as its jar will be. A static field starts one for the class, another field one for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Gatehouse gatehouse = Gatehouse.plugin(Greeter.class);
 *
 * @Test
 * void it_greets() {
 *   gatehouse.call("greet", "Ada").isText("Hello, Ada!");
 * }
 * }</pre>
 *
 * <p>Its methods that say how the host is to be are for the field's initialiser; those of a client are for the tests.
 */
public final class Gatehouse implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private final PluginFiles files;
  private Map<String, Object> configuration = Map.of();
  private Duration timeout = Duration.ofSeconds(30);
  private @Nullable RunningHost host;
  private @Nullable Client client;
  private boolean perTest;
  /** The class whose field this is, and those that are nested in it while they run. */
  private final Set<ExtensionContext> containers = new HashSet<>();

  private Gatehouse(PluginFiles files) {
    this.files = files;
  }

  /**
   * A host with the plugin of this class. What the class lies in, a folder of classes or a jar, is what the host loads, with the
   * service file that names the class, and with the libraries that its classes refer to, as they are on the test's class path.
   */
  public static Gatehouse plugin(Class<? extends Plugin> type) {
    return new Gatehouse(PluginFiles.of(type));
  }

  /** A host with a plugin that is built already: a jar, or a folder of jars. */
  public static Gatehouse plugin(Path jarOrFolder) {
    return new Gatehouse(PluginFiles.of(jarOrFolder));
  }

  /**
   * Gives the plugin a library that none of its classes refers to, since it is found by reflection or as a service: the jar that has
   * this class, and what that needs.
   */
  public Gatehouse library(Class<?> type) {
    files.library(type);
    return this;
  }

  /** What the plugin is told at its start: what {@code tenants.<tenant>.plugins.<plugin>} is in a host's configuration. */
  public Gatehouse configuration(Map<String, Object> values) {
    configuration = Map.copyOf(values);
    return this;
  }

  /** How long a call may take, {@code calls.timeout} in a host's configuration; 30 seconds without. */
  public Gatehouse timeout(Duration most) {
    timeout = most;
    return this;
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) throws IOException {
    if (containers.isEmpty()) {
      start();
    }
    containers.add(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (host == null) {
      perTest = true;
      start();
    }
  }

  private void start() throws IOException {
    RunningHost started = RunningHost.start(files, configuration, timeout);
    try {
      client = new Client(started, started.key(Key.key().tools("*").prompts("*").resources("*")));
      host = started;
    } catch (Throwable e) {
      started.closeAfter(e);
      throw e;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (perTest) {
      stop();
    }
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    if (containers.remove(context) && containers.isEmpty()) {
      stop();
    }
  }

  private void stop() {
    if (host != null) {
      host.close();
      host = null;
    }
  }

  /** A client of the newest revision, with a key that may use all that the plugin has. */
  public Client client() {
    if (host == null || client == null) {
      throw new IllegalStateException("the host does not run: is this a field with @RegisterExtension, and called from a test?");
    }
    return client;
  }

  /** The same client with a key of these rights. Each time it is another key, with limits of its own. */
  public Client as(Key key) {
    return client().as(key);
  }

  /** The same client on another revision of the protocol, for example {@code 2025-06-18}. */
  public Client on(String revision) {
    return client().on(revision);
  }

  /** The same client, whose user fills in a form of the plugin. See {@link Client#answering}. */
  public Client answering(String question, Map<String, ?> content) {
    return client().answering(question, content);
  }

  /** Calls a tool. See {@link Client#call(String, Object...)}. */
  public Answer call(String tool, Object... arguments) {
    return client().call(tool, arguments);
  }

  /** Calls a tool with arguments by name. */
  public Answer call(String tool, Map<String, ?> arguments) {
    return client().call(tool, arguments);
  }

  /** The names of the tools that the plugin has. */
  public List<String> tools() {
    return client().tools();
  }
}
