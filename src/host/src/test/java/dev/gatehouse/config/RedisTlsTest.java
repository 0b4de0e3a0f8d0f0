package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.RedisUrl;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("removal")
class RedisTlsTest {

  private static final String TLS = "'url':'rediss://h'";
  private final SelfSignedCertificate pair = SelfSignedCertificate.create("h");
  private final String cert = "'cert':'" + pair.certificatePath() + "'";
  private final String key = "'key':'" + pair.privateKeyPath() + "'";
  private final String ca = "'ca':'" + pair.certificatePath() + "'";

  @TempDir
  Path dir;

  private static String redis(String... fields) {
    return "{'redis':{" + String.join(",", fields) + "}}";
  }

  @Test
  void files_are_read() throws ConfigException {
    assertThat(Configs.load(redis(TLS, ca, cert, key)).redis().tls()).isEqualTo(new RedisTlsConfig(
        Path.of(pair.certificatePath()), Path.of(pair.certificatePath()), Path.of(pair.privateKeyPath())));
    assertThat(Configs.load(redis(TLS, ca)).redis().tls().cert()).isNull();
  }

  @Test
  void a_certificate_and_its_key_go_together() {
    assertThat(Configs.faults(redis(TLS, cert))).containsExactly("redis.key: is missing; a certificate and its private key go together");
    assertThat(Configs.faults(redis(TLS, key))).containsExactly("redis.cert: is missing; a certificate and its private key go together");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'url':'redis://h'", "'url':'unix:///r'", "'url':null"})
  void they_are_for_tls_alone(String url) {
    assertThat(Configs.faults(redis(url, ca)))
        .containsExactly("redis.ca: is for TLS, which redis.url does not ask for: rediss://host:port does");
    assertThat(Configs.faults(redis(url, cert, key)))
        .containsExactly("redis.cert: is for TLS, which redis.url does not ask for: rediss://host:port does");
  }

  @Test
  void of_a_url_that_cannot_be_read_nothing_else_is_said() {
    assertThat(Configs.faults(redis("'url':'h'", ca))).containsExactly("redis.url: the value is not " + RedisUrl.ALLOWED);
  }

  @Test
  void a_file_must_hold_what_it_is_for() throws Exception {
    String empty = Files.createFile(dir.resolve("empty.pem")).toString();
    String sealed = Files.writeString(dir.resolve("sealed.pem"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n").toString();
    String older = Files.writeString(dir.resolve("older.pem"),
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIIB\n").toString();
    assertThat(Configs.faults(redis(TLS, "'ca':'" + empty + "'"))).containsExactly("redis.ca: '" + shown(empty)
        + "' is not a PEM file with certificates");
    assertThat(Configs.faults(redis(TLS, "'ca':'no/such'"))).containsExactly("redis.ca: 'no/such' is not a PEM file with certificates");
    for (String file : new String[] {empty, sealed, older, pair.certificatePath()}) {
      assertThat(Configs.faults(redis(TLS, cert, "'key':'" + file + "'"))).containsExactly("redis.key: '" + shown(file)
          + "' is not a PEM file with a private key that is not encrypted");
    }
  }

  private static String shown(String path) {
    return path.length() <= 60 ? path : path.substring(0, 60) + "…";
  }

  @Test
  void a_file_may_have_more_in_it() throws Exception {
    String both = Files.writeString(dir.resolve("both.pem"), "# of the host\n" + Files.readString(Path.of(pair.privateKeyPath()))
        + Files.readString(Path.of(pair.certificatePath()))).toString();
    assertThat(Configs.load(redis(TLS, "'ca':'" + both + "'", "'cert':'" + both + "'", "'key':'" + both + "'")).redis().tls().key())
        .hasToString(both);
    String broken = Files.writeString(dir.resolve("broken.pem"),
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n").toString();
    assertThat(Configs.faults(redis(TLS, "'ca':'" + broken + "'"))).singleElement().asString().startsWith("redis.ca: ");
  }

  @Test
  void no_certificate_can_be_checked_against_an_underscore() throws ConfigException {
    assertThat(Configs.faults(redis("'url':'rediss://u:hunter2@redis_1'"))).singleElement().asString()
        .startsWith("redis.url: the host's name has a character").doesNotContain("hunter2");
    assertThat(Configs.load(redis("'url':'redis://redis_1'")).redis().url()).isEqualTo("redis://redis_1");
  }
}
