package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole host in this process, against a real Redis and with real jars: the one that {@code java -jar} runs, but for the process.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestHost host = new TestHost("""
 *     { "tenants": { "open": { "anonymous": { "tools": "*" } } } }
 *     """).plugin("demo", "math").plugin("open", "math");
 * }</pre>
 */
public final class TestHost implements BeforeAllCallback, AfterAllCallback {

  private final String config;
  private final RedisExtension redis;
  private final List<TestHost> others = new ArrayList<>();
  private final List<Map.Entry<Path, String>> jars = new ArrayList<>();
  private String login = "";
  private List<String> acl = List.of();
  private Path dir;
  private Host host;

  /**
   * A host.
   *
   * @param config what its configuration says beside ports, Redis and the plugin folder, as a JSON object
   */
  public TestHost(String config) {
    this(config, RedisExtension.ofItsOwn());
  }

  /** A host at a cluster, which the test starts before it. */
  public TestHost(String config, TestCluster cluster) {
    this(config, RedisExtension.of(cluster));
  }

  private TestHost(String config, RedisExtension redis) {
    this.config = config.strip();
    this.redis = redis;
  }

  /** Starts another host with the same Redis, configuration and plugins. It runs as long as this one, at most. */
  public TestHost another() throws IOException, ConfigException {
    TestHost other = new TestHost(config, redis);
    other.jars.addAll(jars);
    other.login = login;
    others.add(other);
    other.install();
    return other;
  }

  /** Gives a tenant the plugin of the build, {@code math}. */
  public TestHost plugin(String tenant, String plugin) {
    return jar(tenant, Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", plugin + ".jar"));
  }

  /**
   * Gives a tenant a plugin of these members.
   *
   * @param name the jar's, without its end
   * @param members of the class, see {@link PluginJars#plugin}
   */
  public TestHost code(String tenant, String name, String members) {
    try {
      return jar(tenant, PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), name, PluginJars.plugin(members)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a tenant a jar. */
  public TestHost jar(String tenant, Path jar) {
    jars.add(Map.entry(jar, tenant));
    return this;
  }

  /** Lets it log in to its Redis as a user, which these words give rights, after {@code ACL SETUSER name reset on >password}. */
  public TestHost user(String name, String password, List<String> rights) {
    login = name + ':' + password;
    acl = new ArrayList<>(List.of("ACL", "SETUSER", name, "reset", "on", ">" + password));
    acl.addAll(rights);
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, ConfigException {
    redis.beforeAll(context);
    if (!acl.isEmpty()) {
      assertThat(redis.cli(acl.toArray(String[]::new))).isEqualTo("OK");
    }
    install();
  }

  private void install() throws IOException, ConfigException {
    dir = Files.createTempDirectory("gatehouse-host");
    for (Map.Entry<Path, String> jar : jars) {
      Path folder = Files.createDirectories(dir.resolve("plugins").resolve(jar.getValue()));
      Files.copy(jar.getKey(), folder.resolve(jar.getKey().getFileName()));
    }
    start();
  }

  /** Starts the host; with the same Redis and plugins when it was stopped before. */
  public void start() throws IOException, ConfigException {
    Path file = config();
    String own = "\"redis\": {\"url\": \"" + (login.isEmpty() ? redis.url() : redis.url(login))
        + "\"}, \"plugins\": {\"dir\": \""
        + dir.resolve("plugins") + "\"}";
    String http = config.contains("\"http\"") ? "" : "\"http\": {\"port\": 0}, ";
    String rest = config.equals("{}") ? "}" : ", " + config.substring(1);
    String admin = config.contains("\"admin\"") ? "" : "\"admin\": {\"port\": 0}, ";
    Files.writeString(file, "{" + http + admin + own + rest);
    host = Host.start(ConfigLoader.load(file));
  }

  /** Stops the host. */
  public void stop() {
    host.close();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    for (TestHost other : others) {
      other.remove();
    }
    remove();
    redis.afterAll(context);
  }

  private void remove() throws IOException {
    if (host != null) {
      stop();
    }
    try (Stream<Path> paths = Files.walk(dir)) {
      paths.sorted(Comparator.reverseOrder()).forEach(TestHost::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, for example {@code http://127.0.0.1:40123}. */
  public String url() {
    return host.url();
  }

  /** How much is open on behalf of keys. */
  public int watched() {
    return host.watched();
  }

  /** The admin port. */
  public int adminPort() {
    return host.adminPort();
  }

  /** Its configuration. */
  public Path config() {
    return dir.resolve("gatehouse.json");
  }

  /** Its Redis. */
  public RedisExtension redis() {
    return redis;
  }

  /** The folder that its plugins lie in. */
  public Path plugins() {
    return dir.resolve("plugins");
  }

  /**
   * Makes a key of a tenant.
   *
   * @param fields more fields of its record, name and value by turns
   * @return the key as a caller sends it
   */
  public String key(String tenant, String... fields) {
    Map<String, String> rights = new HashMap<>(Map.of("tenant", tenant));
    for (int i = 0; i < fields.length; i += 2) {
      rights.put(fields[i], fields[i + 1]);
    }
    NewKey key = NewKey.create(new SecureRandom());
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + key.id()));
    key.fields(rights).forEach((name, value) -> words.addAll(Arrays.asList(name, value)));
    redis.cli(words.toArray(String[]::new));
    return key.text();
  }

  /** The public id in a key. */
  public static String idOf(String key) {
    return key.split("_")[1];
  }
}
