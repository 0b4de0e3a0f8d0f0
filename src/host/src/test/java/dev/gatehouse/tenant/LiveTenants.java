package dev.gatehouse.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.Eventually;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.LocalCodec;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.TextContent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.event.Level;

/** Tenants over a real folder, real jars and a real event bus, followed at a brisk pace. */
final class LiveTenants implements BeforeEachCallback, AfterEachCallback {

  static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final CallsConfig CALLS = new CallsConfig(CALL_TIMEOUT, 256, 64, 256, 64, CALL_TIMEOUT, 4 << 20, 1 << 20);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final List<String> changes = new CopyOnWriteArrayList<>();
  private Duration startBound = Duration.ofSeconds(30);
  private Path dir;
  private Path workbench;
  private Vertx vertx;
  private Tenants tenants;
  private Dispatcher dispatcher;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    dir = Files.createTempDirectory("gatehouse-live");
    workbench = Files.createTempDirectory("gatehouse-bench");
  }

  /** Gives plugins less time to start, before {@link #start}. */
  void startBound(Duration most) {
    startBound = most;
  }

  /** Starts with what lies in the folder. */
  Tenants start() {
    return start(true, Map.of());
  }

  Tenants start(boolean reload, Map<String, TenantConfig> settings) {
    vertx = Vertx.vertx();
    LocalCodec.register(vertx.eventBus());
    tenants = new FolderTenants(vertx, new PluginsConfig(dir, reload), CALLS, settings,
        recorder(),
        new LifecycleTimes(LOOK, startBound, Duration.ofMillis(100), CALL_TIMEOUT.plusSeconds(1), Duration.ofSeconds(2), AGAIN));
    tenants.load().await();
    dispatcher = new Dispatcher(vertx);
    return tenants;
  }

  private Changes recorder() {
    return new Changes() {
      @Override
      public void listChanged(String tenant, Kind kind) {
        if (kind != Kind.RESOURCE) {
          changes.add(kind + "s of " + tenant);
        }
      }
    };
  }

  Path dir() {
    return dir;
  }

  List<String> changes() {
    return changes;
  }

  /** Compiles a plugin class with this body. */
  Path build(String name, String body) {
    return PluginJars.jar(workbench, name, PluginJars.plugin(body));
  }

  Path workbench() {
    return workbench;
  }

  /** Compiles a plugin and puts it in, as a careful operator does: copied under another name, then renamed. */
  Path put(String tenant, String plugin, String body) throws IOException {
    return put(tenant, plugin, build(plugin, body));
  }

  Path put(String tenant, String plugin, Path jar) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(tenant));
    Path hidden = Files.copy(jar, folder.resolve("." + plugin), StandardCopyOption.REPLACE_EXISTING);
    return Files.move(hidden, folder.resolve(plugin + ".jar"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a check of the folder finds. */
  List<String> check() {
    Vertx own = Vertx.vertx();
    try {
      return PluginCheck.run(own, new PluginsConfig(dir, true), CALLS, Map.of(), name -> true, tenant -> {}, Level.ERROR).faults().stream()
          .map(PluginFault::message).toList();
    } finally {
      own.close().await();
    }
  }

  Tenant tenant(String name) {
    return tenants.find(name);
  }

  /** Calls without arguments, and waits. */
  String call(String tenant, String tool) {
    return call(tenant, tool, Json.object());
  }

  /** Calls, and waits. */
  String call(String tenant, String tool, ObjectNode arguments) {
    Tenant one = tenants.find(tenant);
    Entry entry = one == null ? null : one.catalogue().find(Key.tool(tool));
    return entry == null ? "no such tool" : text(send(one, entry, arguments).await());
  }

  /** The names of the tools that a tenant has now. */
  List<String> names(String tenant) {
    return tenants.find(tenant).catalogue().names(Kind.TOOL);
  }

  /** Which plugin serves a tool now. */
  String plugin(String tenant, String tool) {
    return tenants.find(tenant).catalogue().find(Key.tool(tool)).address().plugin();
  }

  /** What is wrong now. */
  List<String> faults() {
    return tenants.faults().stream().map(PluginFault::message).toList();
  }

  /** Calls whatever the entry leads to. */
  Future<ToolResult> send(Tenant tenant, Entry entry) {
    return send(tenant, entry, Json.object());
  }

  private Future<ToolResult> send(Tenant tenant, Entry entry, ObjectNode arguments) {
    Call call = new Call(entry.key(), new CallParams.Arguments(arguments), new Caller(tenant.name(), "0123456789ab", "jane"),
        new Deadline(Instant.now().plus(CALL_TIMEOUT)), new Call.Context(new CallCancellation(), ClientChannel.NONE, CallTrace.NONE));
    return dispatcher.call(entry, () -> tenant.catalogue().find(entry.key()), call, Charge.NONE);
  }

  static String text(ToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    Eventually.eventually(condition);
  }

  /** Lets the folder be looked at a few times. */
  static void someLooks() throws InterruptedException {
    Thread.sleep(LOOK.toMillis() * 6);
  }

  /** A plugin's name that no other process uses: copies of jars lie in a folder that all of them share. */
  static String ownName(String name) {
    return name + ProcessHandle.current().pid();
  }

  /** How many folders with copies of a plugin's jars exist now. */
  static long copies(String plugin) {
    String[] none = {};
    File temporary = new File(System.getProperty("java.io.tmpdir"));
    return Stream.of(Objects.requireNonNullElse(temporary.list((dir, name) -> name.startsWith("gatehouse-plugins-")), none))
        .flatMap(root -> Stream.of(Objects.requireNonNullElse(new File(temporary, root).list(), none)))
        .filter(name -> name.startsWith(plugin + "-"))
        .count();
  }

  void close() {
    if (vertx != null) {
      tenants.close().await();
      vertx.close().await();
      vertx = null;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
    for (Path root : List.of(dir, workbench)) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
