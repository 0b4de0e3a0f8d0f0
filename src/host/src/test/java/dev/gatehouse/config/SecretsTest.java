package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.PluginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("PW", "hunter2", "HOST", "db", "NEST", "${env:PW}", "DOLLAR",
      "a$1\\b", "NONE", "");

  @TempDir
  Path dir;

  @Test
  void variables_are_put_in_place() throws ConfigException {
    assertThat(Configs.load("{'redis':{'url':'redis://:${env:PW}@${env:HOST}:6379'}}", ENVIRONMENT).redis().url())
        .isEqualTo("redis://:hunter2@db:6379");
  }

  @ParameterizedTest
  @CsvSource({"'hunter2', hunter2", "'hunter2\n', hunter2", "'hunter2\r\n', hunter2", "'hunter2\n\n', 'hunter2\n'",
      "'a\nb\n', 'a\nb'", "'', ''"})
  void a_file_is_put_in_place_without_its_last_line_break(String content, String secret) throws Exception {
    Path file = Files.writeString(dir.resolve("secret"), content);

    assertThat(setting("[${file:" + file + "}]")).isEqualTo("[" + secret + "]");
  }

  @ParameterizedTest
  @CsvSource({
      "${env:NEST}, ${env:PW}",
      "${env:DOLLAR}, a$1\\\\b",
      "x${env:NONE}y, xy",
      "$env:PW, $env:PW",
      "${PW}, ${PW}",
      "$5 {x}, $5 {x}",
  })
  void nothing_else_is_read_as_a_secret(String written, String value) throws ConfigException {
    assertThat(setting(written.replace("\\", "\\\\"))).isEqualTo(value.replace("\\\\", "\\"));
  }

  @Test
  void lists_and_objects_of_a_plugin_hold_secrets_too() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'a':{'plugins':{'p':{'x':[{'y':'${env:PW}'}]}}}}}", ENVIRONMENT).tenants().get("a").plugins())
        .isEqualTo(Map.of("p", new PluginSettings(Map.of("x", List.of(Map.of("y", "hunter2"))), Set.of("hunter2"))));
  }

  @Test
  void a_missing_secret_names_field_and_source() {
    assertThat(Configs.faults("{'redis':{'url':'${env:URL}','prefix':'${file:no/such}'},'http':{'allowedHosts':['${env:H}']},"
        + "'tenants':{'a':{'plugins':{'p':{'x':[1,'${env:X}']}}}}}")).containsExactly(
            "http.allowedHosts[0]: environment variable 'H' is not set",
            "redis.url: environment variable 'URL' is not set",
            "redis.prefix: file 'no/such' cannot be read as text",
            "tenants.a.plugins.p.x[1]: environment variable 'X' is not set");
  }

  @Test
  void a_file_that_is_no_text_is_not_shown() throws IOException {
    Path file = Files.write(dir.resolve("binary"), new byte[] {'h', 'u', 'n', (byte) 0xff});

    assertThat(Configs.faults("{'redis':{'prefix':'${file:" + file + "}'}}")).singleElement().asString()
        .startsWith("redis.prefix: file '").endsWith("' cannot be read as text");
  }

  @Test
  void a_directory_is_no_file() {
    assertThat(Configs.faults("{'redis':{'prefix':'${file:" + dir + "}'}}")).singleElement()
        .asString().endsWith("cannot be read as text");
  }

  @Test
  void an_unknown_source_names_the_known() {
    assertThat(Configs.faults("{'redis':{'url':'redis://:${vault:pw}@h'}}"))
        .containsExactly("redis.url: '${vault:…}' is not known; ${env:NAME} and ${file:path} are");
  }

  @Test
  void a_brace_must_be_closed() {
    assertThat(Configs.faults("{'redis':{'url':'redis://${env:U:hunter2@h'}}"))
        .containsExactly("redis.url: '${env:' lacks its '}'");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'http':{'host':'${env:S}'}}", "{'http':{'allowedHosts':['${env:S}']}}", "{'http':{'allowedOrigins':['${env:S}']}}",
      "{'http':{'trustedProxies':['${env:S}']}}", "{'http':{'maxBody':'${env:S}'}}",
      "{'http':{'tls':{'cert':'${env:S}','key':'${env:S}'}}}",
      "{'redis':{'url':'${env:S}'}}", "{'redis':{'prefix':'${env:S}'}}", "{'calls':{'timeout':'1${env:S}'}}",
      "{'limits':{'onOutage':'${env:S}'}}", "{'tenants':{'a':{'anonymous':{'tools':'${env:S}','rate':'${env:S}'}}}}",
      "{'plugins':{'dir':'${env:S}'}}"})
  void no_fault_shows_a_secret(String json) {
    assertThat(Configs.faults(json, Map.of("S", "! hunter2\0")).toString()).doesNotContain("hunter2");
  }

  @Test
  void a_fault_shows_the_text_as_it_was_written() {
    assertThat(Configs.faults("{'redis':{'prefix':'x${env:PW}{'}}", ENVIRONMENT)).singleElement().asString()
        .startsWith("redis.prefix: the value of 'x${env:PW}{' is not ");
  }

  @Test
  void a_secret_of_the_wrong_type_is_not_shown() {
    assertThat(Configs.faults("{'redis':'redis://:hunter2@h','http':{'tls':'hunter2','port':'hunter2'}}").toString())
        .doesNotContain("hunter2");
  }

  @Test
  void printing_the_tree_shows_no_secret() throws ConfigException {
    for (String url : List.of("redis://u:hunter2@h:6379/1", "redis://h?password=hunter2", "unix:///run/r?password=hunter2",
        "rediss://hunter2@h")) {
      HostConfig config = Configs.load("{'redis':{'url':'" + url + "'},'tenants':{'a':{'plugins':{'p':{'pw':'hunter2'}}}}}");

      assertThat(config.toString()).doesNotContain("hunter2").contains(url.startsWith("unix") ? "unix:///run/r" : "://h")
          .contains("[p]");
    }
    assertThat(new RedisConfig("not a url hunter2", "mcp:", Duration.ZERO, RedisTlsConfig.DEFAULT,
        new EmbeddedRedisConfig(0, dir, null)).toString())
        .doesNotContain("hunter2");
  }

  @Test
  void a_plugin_may_not_quote_its_secrets() throws ConfigException {
    PluginSettings settings = Configs.load("{'tenants':{'a':{'plugins':{'p':{'url':'redis://:${env:PW}@${env:HOST}','n':'${env:NONE}',"
        + "'port':1}}}}}", ENVIRONMENT).tenants().get("a").plugin("p");

    assertThat(settings.secrets()).containsExactlyInAnyOrder("hunter2", "db");
    assertThat(settings.hide("no redis://:hunter2@db, dbadmin, port 1")).isEqualTo("no redis://:…@…, dbadmin, port 1");
    assertThat(new PluginSettings(Map.of(), Set.of("-----BEGIN\nabc\n")).hide("read -----BEGIN abc now")).isEqualTo("read … now");
    assertThat(settings.toString()).isEqualTo("PluginSettings[url, n, port]");
  }

  private String setting(String written) throws ConfigException {
    return (String) Configs.load("{'tenants':{'a':{'plugins':{'p':{'x':'" + written + "'}}}}}", ENVIRONMENT)
        .tenants().get("a").plugin("p").values().get("x");
  }
}
