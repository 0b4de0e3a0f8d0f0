package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A private authority and certificates that it signs, as PEM files in a folder, made by keytool, which every JDK has. */
public final class SignedCertificates {

  private static final String PASSWORD = "changeit";

  private final Path dir;
  private final Path store;

  /** A new authority, {@code ca.pem}. */
  public SignedCertificates(Path dir) {
    this.dir = dir;
    this.store = dir.resolve("all.p12");
    keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=private authority", "-ext", "bc:c", "-validity", "2");
    keytool("-exportcert", "-rfc", "-alias", "ca", "-file", ca().toString());
  }

  public static SignedCertificates create() {
    try {
      return new SignedCertificates(Files.createTempDirectory("gatehouse-certificates"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs a certificate for 127.0.0.1; its files are {@link #cert} and {@link #key}. */
  public SignedCertificates sign(String name) {
    String request = dir.resolve(name + ".csr").toString();
    keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "2");
    keytool("-certreq", "-alias", name, "-file", request);
    keytool("-gencert", "-alias", "ca", "-rfc", "-ext", "san=ip:127.0.0.1", "-validity", "2", "-infile", request, "-outfile",
        cert(name).toString());
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(in, PASSWORD.toCharArray());
      Files.writeString(key(name), "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
          .encodeToString(all.getKey(name, PASSWORD.toCharArray()).getEncoded()) + "\n-----END PRIVATE KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  public Path ca() {
    return dir.resolve("ca.pem");
  }

  public Path cert(String name) {
    return dir.resolve(name + ".pem");
  }

  public Path key(String name) {
    return dir.resolve(name + "-key.pem");
  }

  private void keytool(String... words) {
    List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    line.addAll(Arrays.asList(words));
    line.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
    try {
      assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
