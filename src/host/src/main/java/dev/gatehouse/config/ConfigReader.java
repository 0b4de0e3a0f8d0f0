package dev.gatehouse.config;

import dev.gatehouse.config.LimitsConfig.Lease;
import dev.gatehouse.config.LimitsConfig.OnOutage;
import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Section;
import dev.gatehouse.record.TextForm;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the fields of the file: their defaults, their bounds, and the rules between them. */
final class ConfigReader {

  private static final Path NO_PATH = Path.of("");

  private ConfigReader() {
  }

  static HostConfig read(Section root) {
    CallsConfig calls = calls(root.section("calls"));
    HostConfig config = new HostConfig(
        http(root.section("http")),
        admin(root.section("admin")),
        redis(root.section("redis")),
        auth(root.section("auth")),
        limits(root.section("limits")),
        audit(root.section("audit")),
        plugins(root.section("plugins")),
        calls,
        sessions(root.section("sessions")),
        shutdown(root.section("shutdown")),
        ClusterReader.read(root.section("cluster")),
        TelemetryReader.read(root.section("telemetry")),
        tenants(root.section("tenants"), calls));
    requireTlsBeyondLoopback(root, config.http());
    requireSecurePublicUrl(root, config.http());
    RedisRules.check(root, config.redis());
    requireHiddenCopies(root, config.plugins());
    requireTwoPorts(root, config.http(), config.admin());
    requireTokenBeyondLoopback(root, config.admin());
    ClusterReader.check(root, config.cluster());
    return config;
  }

  private static HttpConfig http(Section section) {
    String host = section.text("host", "127.0.0.1", TextForm.HOST);
    return new HttpConfig(
        host,
        section.integer("port", 8080, 0, 65535),
        section.isNull("tls") ? null : tls(section.section("tls", "null or {\"cert\": \"….pem\", \"key\": \"….pem\"}")),
        section.flag("plainHttp", false),
        section.list("allowedHosts", TextForm.HOST_HEADER),
        section.list("allowedOrigins", TextForm.ORIGIN),
        section.list("trustedProxies", TextForm.RANGE),
        section.optional("publicUrl", TextForm.PUBLIC_URL),
        section.size("maxBody", "1MiB", "1B", "1GiB"),
        section.isNull("h2c") ? HttpConfig.isLoopback(host) : section.flag("h2c", false),
        connections(section));
  }

  private static ConnectionsConfig connections(Section http) {
    return new ConnectionsConfig(
        bound(http, "maxConnections"),
        bound(http, "maxConnectionsPerAddress"),
        bound(http, "maxConnectionsPerKey"),
        http.duration("headTimeout", "10s", "1ms", "1h"));
  }

  private static @Nullable Integer bound(Section section, String name) {
    return section.isNull(name) ? null : section.integer(name, 1, 1, 10_000_000);
  }

  private static TlsConfig tls(Section section) {
    return new TlsConfig(
        section.required("cert", NO_PATH, TextForm.READABLE_FILE),
        section.required("key", NO_PATH, TextForm.READABLE_FILE));
  }

  private static AdminConfig admin(Section section) {
    return new AdminConfig(
        section.text("host", "127.0.0.1", TextForm.HOST),
        section.integer("port", 8081, 0, 65535),
        section.optional("token", TextForm.SECRET));
  }

  private static RedisConfig redis(Section section) {
    return new RedisConfig(
        section.optional("url", TextForm.REDIS_URL),
        section.text("prefix", "mcp:", TextForm.REDIS_PREFIX),
        section.duration("connectTimeout", "5s", "1ms", "1h"),
        redisTls(section),
        embedded(section.section("embedded")));
  }

  private static RedisTlsConfig redisTls(Section redis) {
    return new RedisTlsConfig(
        redis.optional("ca", TextForm.CERTIFICATES),
        redis.optional("cert", TextForm.CERTIFICATES),
        redis.optional("key", TextForm.PRIVATE_KEY));
  }

  private static EmbeddedRedisConfig embedded(Section section) {
    return new EmbeddedRedisConfig(
        section.integer("port", 6379, 0, 65535),
        section.text("dir", Path.of("data/redis"), TextForm.PATH),
        section.optional("binary", TextForm.PATH));
  }

  private static AuthConfig auth(Section section) {
    return new AuthConfig(
        section.flag("opaqueKeys", false),
        section.duration("grace", "0s", "0s", "366d"),
        section.list("stateSecrets", TextForm.SECRET));
  }

  private static LimitsConfig limits(Section section) {
    return new LimitsConfig(
        section.text("onOutage", OnOutage.REFUSE, TextForm.word(OnOutage.class)),
        section.text("lease", Lease.AUTO, TextForm.word(Lease.class)));
  }

  private static AuditConfig audit(Section section) {
    return new AuditConfig(
        section.duration("keep", "30d", "1h", "3660d"),
        section.size("maxBytes", "256MiB", "1MiB", "1024GiB"));
  }

  private static PluginsConfig plugins(Section section) {
    return new PluginsConfig(
        section.text("dir", Path.of("tools-plugins"), TextForm.PATH),
        section.flag("reload", true),
        section.optional("copies", TextForm.PATH));
  }

  private static CallsConfig calls(Section section) {
    return new CallsConfig(
        section.duration("timeout", "30s", "1ms", CallsConfig.LONGEST),
        section.integer("concurrencyPerTenant", 256, 1, CallsConfig.MOST),
        section.integer("concurrencyPerTool", 64, 1, CallsConfig.MOST),
        section.integer("queuePerTenant", 256, 0, CallsConfig.MOST),
        section.integer("queuePerTool", 64, 0, CallsConfig.MOST),
        section.duration("queueTimeout", "10s", "1ms", CallsConfig.LONGEST),
        section.size("maxResult", "4MiB", "1B", CallsConfig.LARGEST),
        section.size("maxPage", "1MiB", "1KiB", CallsConfig.LARGEST));
  }

  private static SessionsConfig sessions(Section section) {
    return new SessionsConfig(
        section.integer("perTenant", 10_000, 1, 10_000_000),
        section.duration("idle", "30m", "1ms", "366d"));
  }

  private static ShutdownConfig shutdown(Section section) {
    return new ShutdownConfig(section.duration("notReady", "0s", "0s", "1h"));
  }

  private static Map<String, TenantConfig> tenants(Section section, CallsConfig calls) {
    return section.map(ConfigReader::tenantFault, tenant -> new TenantConfig(
        anonymous(tenant),
        tenant.flag("public", false),
        TenantCallsReader.read(tenant.section("calls"), calls),
        tenant.section("plugins").map(ConfigReader::nameFault, Section::settings)));
  }

  private static @Nullable Anonymous anonymous(Section tenant) {
    if (tenant.isOff("anonymous")) {
      return null;
    }
    Section section = tenant.section("anonymous",
        "false, or what a caller without a key may do: {\"tools\": \"add\", \"rate\": \"60/1m\"}");
    return new Anonymous(
        section.required("tools", Patterns.none(), TextForm.PATTERNS),
        section.text("rate", List.of(), TextForm.RATES));
  }

  private static @Nullable String tenantFault(String name) {
    return name.equals("_all") ? "_all is the folder of plugins that every tenant gets, not a tenant; name the tenant" : nameFault(name);
  }

  /** What is wrong with the name of a tenant or plugin, or null. */
  static @Nullable String nameFault(String name) {
    return Identifier.NAME.matches(name) ? null
        : "a name is 1 to 63 of a-z, 0-9, _ and -, and starts with a letter or a digit";
  }

  private static void requireTlsBeyondLoopback(Section root, HttpConfig http) {
    if (http.tls() == null && !http.plainHttp() && !http.loopback()) {
      root.fault("http.plainHttp", "without http.tls, keys would cross the network in the clear, because http.host is not loopback;"
          + " set http.tls, or set http.plainHttp to true where a proxy ends TLS");
    }
  }

  /** Tokens are sent to it (RFC 6750 section 5.2). */
  private static void requireSecurePublicUrl(Section root, HttpConfig http) {
    if (http.publicUrl() == null || http.plainHttp() || http.publicUrl().startsWith("https:")) {
      return;
    }
    String host = URI.create(http.publicUrl()).getHost();
    if (!HttpConfig.isLoopback(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)) {
      root.fault("http.publicUrl", "must begin with https://, because its host is not loopback; http.plainHttp allows http://");
    }
  }

  /** What lies openly in the plugin folder is a tenant or a plugin. */
  private static void requireHiddenCopies(Section root, PluginsConfig plugins) {
    Path dir = plugins.dir().toAbsolutePath().normalize();
    Path copies = plugins.copiesOrDefault().toAbsolutePath().normalize();
    if (copies.equals(dir) || copies.startsWith(dir) && !dir.relativize(copies).getName(0).toString().startsWith(".")) {
      root.fault("plugins.copies",
          "lies in plugins.dir, where each folder is a tenant; name a folder elsewhere, or one that begins with a dot");
    }
  }

  private static void requireTokenBeyondLoopback(Section root, AdminConfig admin) {
    if (admin.token() == null && !admin.loopback() && !root.isFaulty("admin.token")) {
      root.fault("admin.token", "is missing; without it everybody who reaches admin.host, which is not loopback, could read who holds which"
          + " key and who calls what; set a secret of 32 characters or more, best as ${env:NAME}, or bind admin.host to 127.0.0.1");
    }
  }

  private static void requireTwoPorts(Section root, HttpConfig http, AdminConfig admin) {
    if (admin.port() != 0 && admin.port() == http.port() && admin.host().equalsIgnoreCase(http.host())) {
      root.fault("admin.port", "is the same as http.port; it must be another");
    }
  }
}
