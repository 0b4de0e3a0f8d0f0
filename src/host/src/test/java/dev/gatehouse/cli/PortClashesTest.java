package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.Role;
import dev.gatehouse.record.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortClashesTest {

  @TempDir
  private Path folder;

  private List<String> clashes(Role role, String config) throws IOException, ConfigException {
    return PortClashes.of(ConfigLoader.load(Files.writeString(folder.resolve("gatehouse.json"), config.replace('\'', '"'))), role);
  }

  @Test
  void the_defaults_do_not_clash_in_any_role() throws IOException, ConfigException {
    for (Role role : Role.values()) {
      assertThat(clashes(role, "{}")).isEmpty();
    }
  }

  @Test
  void each_port_of_a_process_is_compared_with_all_others() throws IOException, ConfigException {
    assertThat(clashes(Role.ALL, "{'http':{'host':'localhost','port':6379}}"))
        .containsExactly("redis.embedded.port: port 6379 is that of http.port; take another");
    assertThat(clashes(Role.EDGE, "{'redis':{'url':'redis://h'},'admin':{'port':5701},'http':{'port':6701}}"))
        .containsExactly("cluster.port: port 5701 is that of admin.port; take another",
            "cluster.port + 1000 (the event bus): port 6701 is that of http.port; take another");
  }

  @Test
  void free_ports_other_addresses_and_other_roles_do_not_clash() throws IOException, ConfigException {
    assertThat(clashes(Role.ALL, "{'http':{'port':0},'admin':{'port':0}}")).isEmpty();
    assertThat(clashes(Role.ALL, "{'http':{'port':5701}}")).isEmpty();
    assertThat(clashes(Role.WORKER, "{'http':{'port':5701}}")).isEmpty();
    assertThat(clashes(Role.ALL, "{'http':{'host':'10.0.0.1','port':6379,'plainHttp':true}}")).isEmpty();
    assertThat(clashes(Role.ALL, "{'http':{'host':'0.0.0.0','port':6379,'plainHttp':true}}")).hasSize(1);
  }
}
