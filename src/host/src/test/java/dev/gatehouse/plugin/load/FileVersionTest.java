package dev.gatehouse.plugin.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileVersionTest {

  @TempDir
  private Path folder;

  private Path jar(String version) throws IOException {
    return jar("shop.jar", version);
  }

  private Path jar(String name, String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (version != null) {
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    }
    Path jar = folder.resolve(name);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  @Test
  void a_jar_is_told_by_the_manifests_version_and_the_digest_that_sha256sum_shows() throws Exception {
    Path jar = jar("1.2.3-SNAPSHOT");
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));

    assertThat(FileVersion.of(jar, new JarKind())).isEqualTo(new FileVersion("shop.jar", "1.2.3-SNAPSHOT", digest.substring(0, 12)))
        .hasToString("shop.jar 1.2.3-SNAPSHOT (sha256 " + digest.substring(0, 12) + ")");
  }

  @Test
  void the_version_in_the_name_counts_where_the_manifest_has_none() throws IOException {
    FileVersion read = FileVersion.of(jar("shop-1.2.3-all.jar", null), new JarKind());
    assertThat(read.version()).isEqualTo("1.2.3");
    assertThat(read.toString()).matches("shop-1\\.2\\.3-all\\.jar \\(sha256 [0-9a-f]{12}\\)");
  }

  @ParameterizedTest
  @CsvSource({",", "'',", "1.0 evil", "1.0\u001b[31m", "1111111111222222222233333333334444444444555555555566666666667"})
  void a_version_that_is_missing_or_no_word_is_left_out(String version) throws IOException {
    FileVersion read = FileVersion.of(jar(version), new JarKind());
    assertThat(read.version()).isNull();
    assertThat(read.toString()).matches("shop\\.jar \\(sha256 [0-9a-f]{12}\\)");
  }
}
