package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SignedCertificates;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.record.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each certificate that a configuration names belongs to its key: the one that callers see, and the one that Redis sees. */
class TlsFaultTest {

  @TempDir
  private Path dir;
  private SignedCertificates certificates;

  @BeforeEach
  void sign() {
    certificates = new SignedCertificates(dir).sign("one").sign("other");
  }

  private String pair(String cert, String key) {
    return "'cert':'" + certificates.cert(cert) + "','key':'" + certificates.key(key) + "'";
  }

  private List<String> faults(String http, String redis) throws IOException, ConfigException {
    Path file = Files.writeString(dir.resolve("c.json"),
        ("{'http':{'tls':{" + http + "}},'redis':{'url':'rediss://h'," + redis + "}}").replace('\'', '"'));
    return TlsFault.of(file, ConfigLoader.load(file));
  }

  @Test
  void pairs_that_belong_together_pass() throws Exception {
    assertThat(faults(pair("one", "one"), pair("other", "other"))).isEmpty();
  }

  @Test
  void each_pair_that_does_not_is_told_by_its_field_and_files() throws Exception {
    assertThat(faults(pair("one", "one"), pair("one", "other"))).singleElement().asString()
        .startsWith(
            dir.resolve("c.json") + ": redis.cert: " + certificates.key("other") + " is not the key of " + certificates.cert("one"));
    assertThat(faults(pair("other", "one"), pair("one", "other"))).hasSize(2)
        .allMatch(fault -> fault.contains(" is not the key of ")).noneMatch(fault -> fault.contains("PRIVATE"));
  }
}
