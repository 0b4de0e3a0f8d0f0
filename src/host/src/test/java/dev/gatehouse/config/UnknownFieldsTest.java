package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Nearest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownFieldsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'http':{'prot':1}}                         | http.prot: unknown field; did you mean 'port'?",
      "{'http':{'maxbody':'1B'}}                   | http.maxbody: unknown field; did you mean 'maxBody'?",
      "{'htpp':{}}                                 | htpp: unknown field; did you mean 'http'?",
      "{'redis':{'uri':'x'}}                       | redis.uri: unknown field; did you mean 'url'?",
      "{'redis':{'embedded':{'directory':'x'}}}    | redis.embedded.directory: unknown field; known here: port, dir, binary",
      "{'calls':{'concurencyPerTennant':1}}        | calls.concurencyPerTennant: unknown field; did you mean 'concurrencyPerTenant'?",
      "{'tenants':{'a':{'plugin':{}}}}             | tenants.a.plugin: unknown field; did you mean 'plugins'?",
      "{'tenants':{'a':{'anonymous':{'tools':'x','rates':'1/s'}}}} | tenants.a.anonymous.rates: unknown field; did you mean 'rate'?",
  })
  void unknown_field_names_the_nearest(String json, String fault) {
    assertThat(Configs.faults(json)).containsExactly(fault);
  }

  @Test
  void unknown_field_like_no_other_names_all() {
    assertThat(Configs.faults("{'admin':{'workers':4}}")).containsExactly("admin.workers: unknown field; known here: host, port, token");
  }

  @Test
  void a_field_of_a_plugin_is_never_unknown() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'a':{'plugins':{'p':{'prot':1,'deep':{'x':2}}}}}}").tenants()).containsKey("a");
  }

  @Test
  void a_very_long_name_is_compared_with_nothing() {
    assertThat(Nearest.of("p".repeat(40_000), List.of("port"))).isEmpty();
  }
}
