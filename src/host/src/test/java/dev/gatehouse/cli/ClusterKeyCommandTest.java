package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyCommandTest {

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String config, String tenant) throws IOException {
    Path file = Files.writeString(folder.resolve("edge.json"), config);
    return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .execute("cluster-key", tenant, file.toString());
  }

  /** The result of: printf %s acme | openssl dgst -sha256 -hmac 'a secret of the tests, 32 characters or more'. */
  @Test
  void the_key_is_the_hmac_of_the_tenants_name() throws IOException {
    assertThat(run("{\"cluster\": {\"secret\": \"a secret of the tests, 32 characters or more\"}}", "acme")).as(err.toString()).isZero();
    assertThat(out.toString().strip()).isEqualTo("744f1395095aa94de8c7dd30420939dfb7dc81e6be850eecc1a6325662838716");
  }

  @Test
  void a_configuration_without_a_secret_and_a_bad_name_are_refused() throws IOException {
    assertThat(run("{}", "acme")).isEqualTo(2);
    assertThat(err.toString()).contains("edge.json: cluster.secret: is missing");
    assertThat(run("{}", "Acme")).isEqualTo(2);
    assertThat(err.toString()).contains("TENANT: 'Acme'");
  }
}
