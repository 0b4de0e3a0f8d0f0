package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import io.vertx.core.net.SelfSignedCertificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a changed configuration counts while the host runs, and what at its next start. */
class ConfigDifferenceTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'http':{'port':1}} | http.port",
      "{'http':{'headTimeout':'1s'}} | http.headTimeout",
      "{'http':{'maxConnections':9}} | http.maxConnections",
      "{'http':{'allowedHosts':['a']}} | http.allowedHosts",
      "{'admin':{'port':1}} | admin.port",
      "{'redis':{'url':'redis://a'}} | redis.url",
      "{'redis':{'embedded':{'port':1}}} | redis.embedded.port",
      "{'plugins':{'dir':'a'}} | plugins.dir",
      "{'calls':{'timeout':'1s'}} | calls.timeout",
      "{'audit':{'keep':'1d'}} | audit.keep",
      "{'shutdown':{'notReady':'1s'}} | shutdown.notReady"})
  void a_field_outside_tenants_is_named_by_its_path(String json, String path) throws ConfigException {
    assertThat(ConfigDifference.outsideTenants(Configs.load("{}"), Configs.load(json.replace('\'', '"')))).containsExactly(path);
  }

  @SuppressWarnings("removal")
  @Test
  void the_files_of_tls_are_named_as_they_stand_in_the_file() throws ConfigException {
    SelfSignedCertificate pair = SelfSignedCertificate.create("h");
    String files = "'cert':'" + pair.certificatePath() + "','key':'" + pair.privateKeyPath() + "'";
    String url = "'url':'rediss://h'";

    assertThat(
        ConfigDifference.outsideTenants(Configs.load("{'redis':{" + url + "}}"), Configs.load("{'redis':{" + url + "," + files + "}}")))
        .isEqualTo(List.of("redis.cert", "redis.key"));
    assertThat(ConfigDifference.outsideTenants(Configs.load("{}"), Configs.load("{'http':{'tls':{" + files + "}}}")))
        .isEqualTo(List.of("http.tls"));
    assertThat(ConfigDifference.outsideTenants(Configs.load("{'http':{'tls':{" + files + "}}}"), Configs.load("{'http':{'tls':{"
        + files.replace(pair.privateKeyPath(), pair.certificatePath()) + "}}}"))).isEqualTo(List.of("http.tls.key"));
  }

  @Test
  void all_are_named_and_a_default_that_is_written_out_is_none() throws ConfigException {
    HostConfig before = Configs.load("{'http':{'port':8080,'tls':null}}");
    assertThat(ConfigDifference.outsideTenants(Configs.load("{}"), before)).isEmpty();
    assertThat(ConfigDifference.outsideTenants(before, Configs.load("{'http':{'port':1,'maxBody':'2MiB'},'redis':{'prefix':'a:'}}")))
        .isEqualTo(List.of("http.port", "http.maxBody", "redis.prefix"));
  }

  @Test
  void tenants_are_told_apart() throws ConfigException {
    HostConfig before = Configs.load("{'tenants':{'a':{'plugins':{'p':{'x':1}}},'b':{},'c':{'anonymous':{'tools':'*'}}}}");
    HostConfig after = Configs.load("{'tenants':{'a':{'plugins':{'p':{'x':2}}},'b':{},'d':{},'c':{'anonymous':{'tools':'*'}}}}");
    assertThat(ConfigDifference.tenants(before, after)).isEqualTo(Set.of("a", "d"));
    assertThat(ConfigDifference.outsideTenants(before, after)).isEmpty();
  }
}
