package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {

  private static final Path DEMO = Path.of(System.getProperty("gatehouse.root"), "conf", "gatehouse.json");

  @Test
  void an_empty_object_is_all_defaults() throws ConfigException {
    assertThat(Configs.load("{}")).isEqualTo(new HostConfig(
        new HttpConfig("127.0.0.1", 8080, null, false, List.of(), List.of(), List.of(), 1_048_576,
            true, new ConnectionsConfig(null, null, null, Duration.ofSeconds(10))),
        new AdminConfig("127.0.0.1", 8081),
        new RedisConfig(null, "mcp:", Duration.ofSeconds(5), RedisTlsConfig.DEFAULT,
            new EmbeddedRedisConfig(6379, Path.of("data/redis"), null)),
        new AuthConfig(false, Duration.ZERO, List.of()),
        new LimitsConfig(LimitsConfig.OnOutage.REFUSE),
        new AuditConfig(Duration.ofDays(30), 268_435_456),
        new PluginsConfig(Path.of("tools-plugins"), true),
        new CallsConfig(Duration.ofSeconds(30), 256, 64, 256, 64, Duration.ofSeconds(10), 4_194_304, 1_048_576),
        new SessionsConfig(10_000, Duration.ofMinutes(30)),
        new ShutdownConfig(Duration.ZERO),
        Map.of()));
  }

  @Test
  void empty_sections_are_all_defaults() throws ConfigException {
    assertThat(Configs.load("{'http':{},'admin':{},'redis':{'embedded':{}},'auth':{},'limits':{},'audit':{},'plugins':{},'calls':{},"
        + "'sessions':{},'shutdown':{},'tenants':{}}")).isEqualTo(Configs.load("{}"));
  }

  @Test
  void the_demo_file_shows_the_defaults_and_the_demo_tenant() throws ConfigException {
    HostConfig demo = ConfigLoader.load(DEMO);
    HostConfig defaults = Configs.load("{}");

    assertThat(demo).usingRecursiveComparison().ignoringFields("tenants").isEqualTo(defaults);
    assertThat(demo.tenants()).isEqualTo(Map.of("demo", new TenantConfig(null, TenantCalls.NONE, Map.of("math", PluginSettings.NONE))));
  }

  /** Field by field: a field that the file leaves out would equal its default, too. */
  @Test
  void the_demo_file_leaves_no_field_out() throws IOException {
    List<String> fields = List.of(
        "/http/host", "/http/port", "/http/tls", "/http/plainHttp", "/http/allowedHosts", "/http/allowedOrigins",
        "/http/trustedProxies",
        "/http/maxBody", "/http/maxConnections", "/http/maxConnectionsPerAddress", "/http/maxConnectionsPerKey", "/http/headTimeout",
        "/http/h2c", "/admin/host", "/admin/port", "/redis/url", "/redis/prefix", "/redis/connectTimeout",
        "/redis/ca", "/redis/cert", "/redis/key",
        "/redis/embedded/port",
        "/redis/embedded/dir", "/redis/embedded/binary", "/auth/opaqueKeys", "/auth/grace", "/limits/onOutage", "/audit/keep",
        "/audit/maxBytes", "/plugins/dir", "/plugins/reload", "/plugins/copies",
        "/calls/timeout", "/calls/concurrencyPerTenant", "/calls/concurrencyPerTool", "/calls/queuePerTenant", "/calls/queuePerTool",
        "/calls/queueTimeout",
        "/calls/maxResult", "/calls/maxPage", "/sessions/perTenant",
        "/sessions/idle", "/shutdown/notReady", "/tenants/demo/anonymous", "/tenants/demo/plugins/math");

    JsonNode demo = new ObjectMapper().readTree(DEMO.toFile());

    assertThat(fields).noneMatch(field -> demo.at(field).isMissingNode());
  }
}
