package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {

  private static final String SECRET = "0123456789 0123456789 0123456789";
  private static final String KEY = "0f".repeat(32);

  @Test
  void every_field_is_read() throws ConfigException {
    assertThat(Configs.load("{'cluster':{'host':'10.0.0.7','port':6000,'members':['10.0.0.1','edge:5702'],'secret':'" + SECRET + "'}}")
        .cluster()).isEqualTo(new ClusterConfig("10.0.0.7", 6000, List.of("10.0.0.1", "edge:5702"), SECRET, Map.of()));
    assertThat(Configs.load("{'cluster':{'host':'10.0.0.7','tenants':{'demo':'" + KEY + "'}}}").cluster().tenants())
        .isEqualTo(Map.of("demo", KEY));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'host':'10.0.0.7'} | cluster.secret: is missing; without it everybody who reaches cluster.host",
      "{'host':'0.0.0.0','secret':'0123456789 0123456789 0123456789'} | cluster.host: must be one address of this machine",
      "{'secret':'short'} | cluster.secret: the value is not a secret of 32 characters or more",
      "{'port':64536} | cluster.port: '64536' is not a whole number from 0 to 64535",
      "{'tenants':{'demo':'abc'}} | cluster.tenants.demo: the value is not a key of 64 hex digits",
      "{'tenants':{'demo':7}} | cluster.tenants.demo: must be a key of 64 hex digits",
      "{'members':['a/b']} | cluster.members[0]: 'a/b' is not host[:port]",
  })
  void a_wrong_value_is_named(String cluster, String fault) {
    assertThat(Configs.faults("{'cluster':" + cluster + "}")).singleElement().asString().startsWith(fault).doesNotContain("short", "abc");
  }

  @Test
  void a_secret_and_keys_of_tenants_exclude_each_other() {
    assertThat(Configs.faults("{'cluster':{'secret':'" + SECRET + "','tenants':{'demo':'" + KEY + "'}}}")).singleElement().asString()
        .startsWith("cluster.tenants: is not needed beside cluster.secret").doesNotContain(SECRET, KEY);
  }

  @Test
  void neither_secret_nor_keys_are_shown() {
    assertThat(new ClusterConfig("h", 1, List.of(), SECRET, Map.of("demo", KEY)).toString()).contains("demo").doesNotContain(SECRET, KEY);
  }
}
