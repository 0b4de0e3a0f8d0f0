package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and booleans from {@code ${env:NAME}}, which are text in the file. */
class SubstitutedNumbersTest {

  /** What is not among the defaults of the demo file, because its default is null or it belongs to a tenant. */
  private static final String MORE = """
      { "http": { "host": "::1", "plainHttp": true, "maxConnections": 5000, "maxConnectionsPerAddress": 100, "maxConnectionsPerKey": 50,
                  "h2c": true },
        "tenants": { "a": { "calls": { "concurrencyPerTenant": 3, "plugins": { "p": { "concurrencyPerTool": 2 } } } } } }""";

  @TempDir
  Path dir;

  @Test
  void every_number_and_boolean_of_the_file_may_come_from_the_environment() throws Exception {
    Path demo = Path.of(System.getProperty("gatehouse.root"), "conf", "gatehouse.json");
    for (String json : new String[] {Files.readString(demo), MORE}) {
      ObjectNode tree = (ObjectNode) Json.mapper().readTree(json);
      HostConfig plain = load(tree, Map.of());
      Map<String, String> environment = new HashMap<>();
      substitute(tree, environment);
      assertThat(environment).isNotEmpty();
      assertThat(load(tree, environment)).isEqualTo(plain);
    }
  }

  private HostConfig load(JsonNode tree, Map<String, String> environment) throws ConfigException, IOException {
    return ConfigLoader.load(Files.writeString(dir.resolve("gatehouse.json"), tree.toString()), environment);
  }

  /** {@code anonymous} apart, which is an object that may be false. */
  private static void substitute(ObjectNode object, Map<String, String> environment) {
    object.properties().forEach(field -> {
      if (field.getValue() instanceof ObjectNode child) {
        substitute(child, environment);
      } else if ((field.getValue().isNumber() || field.getValue().isBoolean()) && !field.getKey().equals("anonymous")) {
        String name = "V" + environment.size();
        environment.put(name, field.getValue().asText());
        field.setValue(Json.mapper().getNodeFactory().textNode("${env:" + name + "}"));
      }
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'http':{'port':'${env:S}'}}      | http.port: the value of '${env:S}' is not a whole number from 0 to 65535",
      "{'http':{'port':'1${env:S}'}}     | http.port: the value of '1${env:S}' is not a whole number from 0 to 65535",
      "{'http':{'port':'${env:HUGE}'}}   | http.port: the value of '${env:HUGE}' is not a whole number from 0 to 65535",
      "{'http':{'port':'${env:NONE}'}}   | http.port: environment variable 'NONE' is not set",
      "{'http':{'plainHttp':'${env:S}'}} | http.plainHttp: the value of '${env:S}' is not true or false",
  })
  void another_value_is_a_fault_that_does_not_show_it(String json, String fault) {
    assertThat(Configs.faults(json, Map.of("S", "hunter2", "HUGE", "65536"))).containsExactly(fault);
  }
}
