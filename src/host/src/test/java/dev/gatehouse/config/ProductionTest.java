package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.record.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code conf/production.json}, which people copy. */
class ProductionTest {

  private static final Path FILE = Path.of(System.getProperty("gatehouse.root"), "conf", "production.json");
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir
  private Path pem;
  private Map<String, String> environment;

  @BeforeEach
  void what_it_asks_for() throws IOException {
    Files.writeString(pem.resolve("fullchain.pem"), "certificate");
    Files.writeString(pem.resolve("privkey.pem"), "key");
    environment = new HashMap<>(Map.of("TLS_DIR", pem.toString(), "REDIS_PASSWORD", "pw", "STATE_SECRET", SECRET));
  }

  @Test
  void it_is_encrypted_on_both_sides_and_its_admin_port_is_for_this_machine_only() throws ConfigException {
    HostConfig config = ConfigLoader.load(FILE, environment);

    assertThat(config.http().loopback()).isFalse();
    assertThat(config.http().plainHttp()).isFalse();
    assertThat(config.http().tls()).isEqualTo(new TlsConfig(pem.resolve("fullchain.pem"), pem.resolve("privkey.pem")));
    assertThat(config.http().allowedHosts()).isNotEmpty();
    assertThat(config.redis().url()).isEqualTo("rediss://gatehouse:pw@redis.example.com:6380");
    assertThat(config.admin().host()).isEqualTo("127.0.0.1");
    assertThat(config.auth().opaqueKeys()).isFalse();
    assertThat(config.shutdown().notReady()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.auth().stateSecrets()).isEqualTo(List.of(SECRET));
  }

  /** Where it writes out a default, a change of that default reaches it. */
  @Test
  void it_differs_from_the_defaults_in_what_it_is_for_and_in_nothing_else() throws ConfigException {
    assertThat(ConfigDifference.outsideTenants(Configs.load("{}"), ConfigLoader.load(FILE, environment))).containsExactlyInAnyOrder(
        "http.host", "http.port", "http.tls", "http.allowedHosts", "http.h2c", "redis.url", "auth.stateSecrets", "plugins.copies",
        "shutdown.notReady");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLS_DIR", "REDIS_PASSWORD", "STATE_SECRET"})
  void it_holds_no_secret_and_says_which_one_is_missing(String name) {
    environment.remove(name);
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(FILE, environment));
    assertThat(e.faults()).isNotEmpty().allMatch(fault -> fault.contains(name));
  }

  @Test
  void a_certificate_that_is_not_there_is_a_fault_of_its_field() throws IOException {
    Files.delete(pem.resolve("privkey.pem"));
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(FILE, environment));
    assertThat(e.faults()).singleElement().asString().contains("http.tls.key");
  }
}
