package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.RedisUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules between fields. */
class RulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "127.8.9.10", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
  void plain_http_on_loopback_is_fine(String host) throws ConfigException {
    assertThat(Configs.load("{'http':{'host':'" + host + "'}}").http().loopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "::2", "example.com", "localhost.example.com",
      "127.0.0.1.nip.io",
      "127.1", "::ffff:10.0.0.1"})
  void plain_http_beyond_loopback_must_be_meant(String host) throws ConfigException {
    assertThat(Configs.faults("{'http':{'host':'" + host + "'}}")).singleElement().asString()
        .startsWith("http.plainHttp: ").contains("http.tls").contains("http.host");
    assertThat(Configs.load("{'http':{'host':'" + host + "','plainHttp':true}}").http().loopback()).isFalse();
  }

  @Test
  void tls_beyond_loopback_is_fine(@TempDir Path dir) throws Exception {
    Path cert = Files.writeString(dir.resolve("cert.pem"), "");
    Path key = Files.writeString(dir.resolve("key.pem"), "");

    HostConfig config = Configs.load("{'http':{'host':'0.0.0.0','tls':{'cert':'" + cert + "','key':'" + key + "'}}}");

    assertThat(config.http().tls()).isEqualTo(new TlsConfig(cert, key));
  }

  @Test
  void tls_needs_both_files() {
    assertThat(Configs.faults("{'http':{'host':'0.0.0.0','tls':{}}}")).containsExactly(
        "http.tls.cert: is missing; it must be a file that can be read",
        "http.tls.key: is missing; it must be a file that can be read");
  }

  @Test
  void tls_files_must_be_readable(@TempDir Path dir) {
    assertThat(Configs.faults("{'http':{'host':'0.0.0.0','tls':{'cert':'no/such.pem','key':'" + dir + "'}}}")).satisfiesExactly(
        fault -> assertThat(fault).isEqualTo("http.tls.cert: 'no/such.pem' is not a file that can be read"),
        fault -> assertThat(fault).startsWith("http.tls.key: ").endsWith(" is not a file that can be read"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "./p", "p/copies", "p/demo/../copies", "p/a/.copies"})
  void copies_of_plugins_do_not_lie_where_tenants_do(String copies) {
    assertThat(Configs.faults("{'plugins':{'dir':'p','copies':'" + copies + "'}}")).singleElement().asString()
        .startsWith("plugins.copies: lies in plugins.dir");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p/.copies", "copies", "pp", "/var/lib/copies"})
  void copies_of_plugins_may_be_hidden_or_elsewhere(String copies) throws ConfigException {
    assertThat(Configs.load("{'plugins':{'dir':'p','copies':'" + copies + "'}}").plugins().copies()).hasToString(copies);
  }

  @Test
  void a_wrong_plain_http_is_told_once() {
    assertThat(Configs.faults("{'http':{'host':'0.0.0.0','plainHttp':'true'}}"))
        .containsExactly("http.plainHttp: must be true or false, not a text");
  }

  @Test
  void two_servers_need_two_ports() throws ConfigException {
    assertThat(Configs.faults("{'http':{'port':8081}}")).containsExactly("admin.port: is the same as http.port; it must be another");
    assertThat(Configs.load("{'http':{'port':0},'admin':{'port':0}}").admin().port()).isZero();
    assertThat(Configs.load("{'http':{'port':8081},'admin':{'host':'::1'}}").http().port()).isEqualTo(8081);
  }

  @Test
  void a_grace_is_a_duration() {
    assertThat(Configs.faults("{'auth':{'grace':5}}")).singleElement().asString().startsWith("auth.grace: must be a duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://h", "redis://h:6379", "redis://h/0", "redis://h:6379/", "rediss://u:p@h:6380/15", "redis://:p@h",
      "redis://[::1]:6379", "valkey://h", "valkeys://h", "unix:///run/redis.sock", "unix:///run/redis.sock?password=p",
      "redis://h?db=1", "redis://u:p w@h", "redis://u:p%@h", "redis://u:p@a_b", "redis+sentinel://h:26379,h2:26379/mymaster",
      "rediss+sentinel://u:p@h/m/2?sentinelUser=u&sentinelPassword=p", "redis+cluster://h:6379,h2:6379", "rediss+cluster://u:p@h/0"})
  void a_redis_url_is_one_that_the_client_takes(String url) throws ConfigException {
    assertThat(Configs.load("{'redis':{'url':'" + url + "'}}").redis().url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "h:6379", "http://u:hunter2@h", "redis:", "redis:h", "redis://", "redis:///0",
      "redis://h/hunter2",
      "redis://u:hunter2@h/x/y", "redis://u:hunter2@h:66000", "REDIS://h", "redis://u:hunter2\\u0007@h",
      "redis://u:hunter2@-a", "unix:", "unix:///", "redis://u:${hunter2@h"})
  void any_other_url_is_refused_without_being_shown(String url) {
    assertThat(Configs.faults("{'redis':{'url':'" + url + "'}}"))
        .containsExactly("redis.url: the value is not " + RedisUrl.ALLOWED);
  }

  @Test
  void a_cluster_has_one_database() {
    assertThat(Configs.faults("{'redis':{'url':'redis+cluster://u:hunter2@h/1'}}"))
        .containsExactly("redis.url: names database 1; a Redis Cluster has database 0 alone");
  }

  @Test
  void http_2_without_tls_is_spoken_on_loopback_and_where_it_is_meant() throws ConfigException {
    assertThat(Configs.load("{}").http().h2c()).isTrue();
    assertThat(Configs.load("{'http':{'h2c':false}}").http().h2c()).isFalse();
    assertThat(Configs.load("{'http':{'host':'0.0.0.0','plainHttp':true}}").http().h2c()).isFalse();
    assertThat(Configs.load("{'http':{'host':'0.0.0.0','plainHttp':true,'h2c':true}}").http().h2c()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "admin.example.com"})
  void an_admin_port_beyond_loopback_is_warned_of(String host) throws ConfigException {
    assertThat(Configs.load("{'admin':{'host':'" + host + "','token':'0123456789abcdef0123456789abcdef'}}").warnings()).singleElement()
        .asString().startsWith("admin.host: " + host + " is not loopback");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "admin.example.com"})
  void an_admin_port_beyond_loopback_needs_a_token(String host) {
    assertThat(Configs.faults("{'admin':{'host':'" + host + "'}}")).singleElement().asString().startsWith("admin.token: is missing");
  }

  @Test
  void an_admin_token_is_long_and_is_not_shown() throws ConfigException {
    assertThat(Configs.faults("{'admin':{'host':'0.0.0.0','token':'short and known'}}")).singleElement().asString()
        .startsWith("admin.token: ").doesNotContain("short and known");
    assertThat(Configs.load("{'admin':{'token':'0123456789abcdef0123456789abcdef'}}").toString()).doesNotContain("0123456789abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void one_on_loopback_is_not(String host) throws ConfigException {
    assertThat(Configs.load("{'admin':{'host':'" + host + "'}}").warnings()).isEmpty();
  }

  @Test
  void bounds_of_connections_are_whole_numbers_or_null() throws ConfigException {
    assertThat(Configs.load("{'http':{'maxConnections':null}}")).isEqualTo(Configs.load("{}"));
    assertThat(Configs.faults("{'http':{'maxConnections':0,'maxConnectionsPerAddress':'many','maxConnectionsPerKey':1.5}}"))
        .containsExactlyInAnyOrder(
            "http.maxConnections: '0' is not a whole number from 1 to 10000000",
            "http.maxConnectionsPerAddress: must be a whole number from 1 to 10000000, not a text",
            "http.maxConnectionsPerKey: '1.5' is not a whole number from 1 to 10000000");
  }
}
