package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.Cidr;
import dev.gatehouse.record.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @Test
  void every_field_is_read() throws ConfigException {
    HostConfig config = Configs.load("""
        {
          "http": { "host": "0.0.0.0", "port": 0, "plainHttp": true, "allowedHosts": ["MCP.example.com", "[::1]:8080"],
                    "allowedOrigins": ["https://App.example.com:443", "http://localhost:6274"], "trustedProxies": ["10.0.0.0/8", "::1"],
                    "publicUrl": "HTTPS://MCP.Example.com:443/Gate/",
                    "maxBody": "512KiB", "maxConnections": 5000, "maxConnectionsPerAddress": 100, "maxConnectionsPerKey": 50,
                    "headTimeout": "5s", "h2c": true },
          "admin": { "host": "::1", "port": 65535 },
          "redis": { "url": "rediss://user:pw@redis.internal:6380/2", "prefix": "gh:", "connectTimeout": "250ms",
                     "embedded": { "port": 6390, "dir": "/var/lib/gatehouse", "binary": "valkey-server" } },
          "auth": { "opaqueKeys": true, "grace": "0ms" },
          "limits": { "onOutage": "local", "lease": "off" },
          "plugins": { "dir": "jars", "reload": false },
          "calls": { "timeout": "2m", "concurrencyPerTenant": 1, "concurrencyPerTool": 1000000, "queuePerTenant": 0,
                     "queuePerTool": 7, "queueTimeout": "1m", "maxResult": "1GiB", "maxPage": "1KiB" },
          "sessions": { "perTenant": 5, "idle": "1d" }
        }""");

    assertThat(config.http()).isEqualTo(new HttpConfig("0.0.0.0", 0, null, true,
        List.of("mcp.example.com", "[::1]:8080"), List.of("https://app.example.com", "http://localhost:6274"),
        List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1")), "https://mcp.example.com/Gate", 524_288,
        true, new ConnectionsConfig(5000, 100, 50, Duration.ofSeconds(5))));
    assertThat(config.admin()).isEqualTo(new AdminConfig("::1", 65535));
    assertThat(config.redis()).isEqualTo(new RedisConfig("rediss://user:pw@redis.internal:6380/2", "gh:", Duration.ofMillis(250),
        RedisTlsConfig.DEFAULT,
        new EmbeddedRedisConfig(6390, Path.of("/var/lib/gatehouse"), Path.of("valkey-server"))));
    assertThat(config.auth()).isEqualTo(new AuthConfig(true, Duration.ZERO, List.of()));
    assertThat(config.limits()).isEqualTo(new LimitsConfig(LimitsConfig.OnOutage.LOCAL, LimitsConfig.Lease.OFF));
    assertThat(config.plugins()).isEqualTo(new PluginsConfig(Path.of("jars"), false));
    assertThat(config.calls()).isEqualTo(new CallsConfig(Duration.ofMinutes(2), 1, 1_000_000, 0, 7, Duration.ofMinutes(1), 1L << 30, 1024));
    assertThat(config.sessions()).isEqualTo(new SessionsConfig(5, Duration.ofDays(1)));
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:8080, http://127.0.0.1:8080", "http://localhost:80/, http://localhost",
      "http://[::1]:8080/a/b, http://[::1]:8080/a/b", "https://h:8443, https://h:8443"})
  void a_public_url_is_kept_as_clients_write_it(String text, String kept) throws ConfigException {
    assertThat(Configs.load("{'http':{'publicUrl':'" + text + "'}}").http().publicUrl()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcp.example.com", "/gate", "ftp://h", "https://", "https://h?x", "https://h/?x", "https://h/#x", "https://u@h",
      "https://u:p@h/x", "https://h//x", "https://h/../x", "https://h/%2e/x", "https://h/a b", "https://h/a<b", "https://h:99999",
      "https://h:x",
      "https://*.example.com", ""})

  void a_public_url_is_a_plain_base(String text) {
    assertThat(Configs.faults("{'http':{'publicUrl':'" + text + "'}}")).singleElement().asString().startsWith("http.publicUrl: ")
        .contains("http or https URL");
  }

  @Test
  void a_public_url_is_https_unless_it_is_loopback_or_plain_http_is_meant() throws ConfigException {
    assertThat(Configs.faults("{'http':{'publicUrl':'http://mcp.example.com'}}")).singleElement().asString()
        .startsWith("http.publicUrl: must begin with https://");
    assertThat(Configs.load("{'http':{'publicUrl':'http://mcp.example.com','plainHttp':true}}").http().publicUrl())
        .isEqualTo("http://mcp.example.com");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"'trustedProxies':['10.0.0.0/8'] | true", "'host':'0.0.0.0','plainHttp':true | true",
      "'host':'::','plainHttp':true | true", "'host':'10.0.0.7','plainHttp':true | false", "'host':'127.0.0.1' | false",
      "'trustedProxies':['10.0.0.0/8'],'publicUrl':'https://h' | false"})
  void advice_is_given_where_the_bind_address_is_not_what_clients_use(String http, boolean advised) throws ConfigException {
    assertThat(Configs.load("{'http':{" + http + "}}").advice()).hasSize(advised ? 1 : 0)
        .allMatch(line -> line.startsWith("http.publicUrl: ") && line.contains("tokens need it"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'http':{'port':65536}}           | http.port: '65536' is not a whole number from 0 to 65535",
      "{'http':{'port':-1}}              | http.port: '-1' is not a whole number from 0 to 65535",
      "{'http':{'port':80.5}}            | http.port: '80.5' is not a whole number from 0 to 65535",
      "{'http':{'port':4294967296}}      | http.port: '4294967296' is not a whole number from 0 to 65535",
      "{'http':{'port':'80'}}            | http.port: must be a whole number from 0 to 65535, not a text",
      "{'http':{'port':null}}            | http.port: must be a whole number from 0 to 65535, not null; leave it out for the default",
      "{'http':{'plainHttp':'yes'}}      | http.plainHttp: must be true or false, not a text",
      "{'http':{'plainHttp':1}}          | http.plainHttp: must be true or false, not a number",
      "{'http':[]}                       | http: must be an object, not a list",
      "{'http':null}                     | http: must be an object, not null; leave it out for the default",
      "{'http':{'tls':false}}            | http.tls: must be null or {\"cert\": \"….pem\", \"key\": \"….pem\"}, not false",
      "{'http':{'allowedHosts':'a'}}     | http.allowedHosts: must be a list, each of it host[:port], such as mcp.example.com or [::1]:8080, not a text",
      "{'http':{'allowedHosts':['a',7]}} | http.allowedHosts[1]: must be host[:port], such as mcp.example.com or [::1]:8080, not a number",
      "{'http':{'maxBody':1024}}         | http.maxBody: must be a size from 1B to 1GiB in B, KiB, MiB or GiB, such as 1MiB, not a number",
      "{'http':{'maxBody':'1MB'}}        | http.maxBody: '1MB' is not a size from 1B to 1GiB in B, KiB, MiB or GiB, such as 1MiB",
      "{'calls':{'timeout':'30'}}        | calls.timeout: '30' is not a duration from 1ms to 1d in ms, s, m, h or d, such as 30s",
      "{'limits':{'onOutage':'REFUSE'}}  | limits.onOutage: 'REFUSE' is not \"refuse\" or \"local\"",
      "{'limits':{'lease':true}}         | limits.lease: must be \"auto\" or \"off\", not true",
      "{'limits':{'lease':'on'}}         | limits.lease: 'on' is not \"auto\" or \"off\"",
      "{'calls':{'queuePerTool':-1}}     | calls.queuePerTool: '-1' is not a whole number from 0 to 1000000",
      "{'calls':{'concurrencyPerTool':0}}| calls.concurrencyPerTool: '0' is not a whole number from 1 to 1000000",
  })
  void a_wrong_value_names_its_field_and_what_is_allowed(String json, String fault) {
    assertThat(Configs.faults(json)).containsExactly(fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0s", "0ms", "-1s", "1.5s", "1 s", "30S", "2d", "25h", "9999999999s", "s", "1s1s"})
  void a_timeout_is_a_positive_number_and_a_unit(String text) {
    assertThat(Configs.faults("{'calls':{'timeout':'" + text + "'}}")).singleElement().asString().startsWith("calls.timeout: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0B", "1024", "1kb", "1KIB", "-1MiB", "0.5MiB", "2GiB", "999999999GiB", "99999999999B"})
  void a_size_is_a_positive_number_and_a_unit(String text) {
    assertThat(Configs.faults("{'calls':{'maxResult':'" + text + "'}}")).singleElement().asString().startsWith("calls.maxResult: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[::1]", "a b", "http://a", "a:80", "-a", "a/b", ":::"})
  void a_host_is_a_name_or_an_address(String text) {
    assertThat(Configs.faults("{'admin':{'host':'" + text + "'}}")).singleElement().asString().startsWith("admin.host: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "https://a", "a/b", "a:", "a:65536", "a:b", "::1", "[::1", "[a]", "a b", "user@a"})
  void an_allowed_host_is_a_host_and_maybe_a_port(String text) {
    assertThat(Configs.faults("{'http':{'allowedHosts':['" + text + "']}}")).singleElement().asString()
        .startsWith("http.allowedHosts[0]: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "NULL", "a.com", "//a.com", "https://", "https://a.com/", "https://a.com/x",
      "https://a.com:99999",
      "https://u@a.com", "https://*.a.com"})
  void an_allowed_origin_has_a_scheme_and_no_path(String text) {
    assertThat(Configs.faults("{'http':{'allowedOrigins':['" + text + "']}}")).singleElement().asString()
        .startsWith("http.allowedOrigins[0]: ");
  }

  @ParameterizedTest
  @CsvSource({
      "HTTPS://App.Example.com, https://app.example.com",
      "https://a.com:443, https://a.com",
      "http://a.com:80, http://a.com",
      "http://a.com:443, http://a.com:443",
      "https://a.com:80, https://a.com:80",
      "https://[::1]:443, https://[::1]",
      "vscode-webview://abc, vscode-webview://abc",
      "null, null",
  })
  void an_allowed_origin_is_kept_as_browsers_send_it(String written, String kept) throws ConfigException {
    assertThat(Configs.load("{'http':{'allowedOrigins':['" + written + "']}}").http().allowedOrigins()).containsExactly(kept);
  }

  @Test
  void a_trusted_proxy_is_an_address_range() {
    assertThat(Configs.faults("{'http':{'trustedProxies':['10.0.0.0/8','proxy','10.0.0.0/99']}}")).containsExactly(
        "http.trustedProxies[1]: 'proxy' is not an address or a range such as 10.0.0.0/8",
        "http.trustedProxies[2]: '10.0.0.0/99' is not an address or a range such as 10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mcp{a}:", "mcp *", "ключ:"})
  void a_prefix_has_no_braces_or_spaces(String text) {
    assertThat(Configs.faults("{'redis':{'prefix':'" + text + "'}}")).singleElement().asString().startsWith("redis.prefix: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\\u0000b"})
  void a_folder_is_a_path(String text) {
    assertThat(Configs.faults("{'plugins':{'dir':'" + text + "'}}")).singleElement().asString().startsWith("plugins.dir: ");
  }

  @Test
  void null_is_the_default_of_tls_and_url() throws ConfigException {
    assertThat(Configs.load("{'http':{'tls':null},'redis':{'url':null}}")).isEqualTo(Configs.load("{}"));
  }
}
