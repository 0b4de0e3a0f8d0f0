package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of 127.0.0.1 that nobody has signed, made by keytool, which every JDK has. */
final class TestCertificates {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestCertificates() {
  }

  /** A certificate and its key, {@code EC}, {@code RSA} or another algorithm of keytool. */
  static KeyStore create(Path folder, String name, String algorithm) {
    return create(folder, name, algorithm, 2);
  }

  /** One that is valid for so many days. */
  static KeyStore create(Path folder, String name, String algorithm, int days) {
    Path file = folder.resolve(name + ".p12");
    keytool(days, file, "-genkeypair", "-alias", "x", "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1");
    return load(file);
  }

  /** Three certificates with their keys, {@code leaf} issued by {@code between}, and that by {@code root}. */
  static KeyStore chain(Path folder) {
    Path file = folder.resolve("chain.p12");
    keytool(file, "-genkeypair", "-alias", "root", "-keyalg", "RSA", "-dname", "CN=root", "-ext", "bc:c");
    keytool(file, "-genkeypair", "-alias", "between", "-keyalg", "RSA", "-dname", "CN=between", "-ext", "bc:c", "-signer", "root");
    keytool(file, "-genkeypair", "-alias", "leaf", "-keyalg", "RSA", "-dname", "CN=leaf", "-ext", "san=ip:127.0.0.1",
        "-signer", "between");
    return load(file);
  }

  private static void keytool(Path file, String... options) {
    keytool(2, file, options);
  }

  private static void keytool(int days, Path file, String... options) {
    try {
      List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
      command.addAll(List.of(options));
      command.addAll(List.of("-validity", String.valueOf(days), "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass",
          new String(PASSWORD)));
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore load(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
      Files.delete(file);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate, or its key, as PEM. */
  static String pem(KeyStore store, boolean key) {
    return pem(store, "x", key);
  }

  static String pem(KeyStore store, String alias, boolean key) {
    try {
      return key
          ? pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded())
          : pem("CERTIFICATE", store.getCertificate(alias).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
        + "-----\n";
  }

  /** A client's context that trusts these. */
  static SSLContext trusting(KeyStore... certificates) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < certificates.length; i++) {
        trusted.setCertificateEntry("x" + i, certificates[i].getCertificate("x"));
      }
      TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
