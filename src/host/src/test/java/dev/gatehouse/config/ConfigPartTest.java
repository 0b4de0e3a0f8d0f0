package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.record.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that needs a part of the configuration asks for no more of the environment. */
class ConfigPartTest {

  @TempDir
  private Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("gatehouse.json"), """
        { "http": {"host": "0.0.0.0", "tls": {"cert": "${env:TLS_DIR}/c.pem", "key": "${env:TLS_DIR}/k.pem"}},
          "redis": {"url": "redis://:${env:REDIS_PASSWORD}@10.0.0.1"},
          "auth": {"stateSecrets": ["${env:STATE_SECRET}"]},
          "tenants": { "acme": {"plugins": {"shop": {"password": "${env:SHOP_PASSWORD}"}}},
                       "docs": {"plugins": {"pages": {"password": "${env:PAGES_PASSWORD}"}}} } }
        """);
  }

  @Test
  void only_the_wanted_sections_and_tenants_are_read() throws ConfigException {
    HostConfig redis = ConfigLoader.part(file, Set.of("redis"), tenant -> false, Map.of("REDIS_PASSWORD", "s3cret"));
    assertThat(redis.redis().url()).isEqualTo("redis://:s3cret@10.0.0.1");
    assertThat(redis.tenants()).containsOnlyKeys("acme", "docs");

    HostConfig acme = ConfigLoader.part(file, Set.of("plugins"), "acme"::equals, Map.of("SHOP_PASSWORD", "s3cret"));
    assertThat(acme.tenants().get("acme").plugin("shop").values()).containsEntry("password", "s3cret");
    assertThat(acme.tenants().get("docs").plugins()).isEmpty();
  }

  @Test
  void what_is_wanted_and_missing_is_named() {
    ConfigException e = catchThrowableOfType(ConfigException.class,
        () -> ConfigLoader.part(file, Set.of("redis"), "acme"::equals, Map.of()));
    assertThat(e.faults()).hasSize(2).anyMatch(fault -> fault.contains("'REDIS_PASSWORD' is not set"))
        .anyMatch(fault -> fault.contains("'SHOP_PASSWORD' is not set"));
  }

  @Test
  void a_section_with_a_slip_in_its_name_is_still_a_fault() throws IOException {
    Files.writeString(file, "{\"rediss\": {\"url\": \"redis://10.0.0.1\"}}");
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.part(file, Set.of("redis"), tenant -> false, Map.of()));
    assertThat(e.faults()).singleElement().asString().contains("rediss: unknown field; did you mean 'redis'?");
  }
}
