package dev.gatehouse.http;

import dev.gatehouse.config.TlsConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** The files of a certificate and its key. All methods block. */
record PemFiles(Vertx vertx, TlsConfig config) {

  private static final byte[] PROBE = "gatehouse".getBytes(StandardCharsets.US_ASCII);
  /** How a key of each kind signs, by the name of its algorithm. */
  private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  /** A stamp that changes when either file is written or replaced; links are followed, since Kubernetes swaps secrets by a link. */
  List<String> stamp() {
    return List.of(stamp(config.cert()), stamp(config.key()));
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }

  /**
   * Reads both.
   *
   * @throws IOException when they cannot be read, or are no certificate and its key, saying so without what is in them
   */
  PemKeyCertOptions read() throws IOException {
    Buffer cert = bytes(config.cert());
    Buffer key = bytes(config.key());
    PemBlocks certificate = PemBlocks.of(config.cert(), cert.toString(StandardCharsets.ISO_8859_1));
    PemBlocks privateKey = PemBlocks.of(config.key(), key.toString(StandardCharsets.ISO_8859_1));
    refuse(certificate.noCertificate().or(privateKey::noKey).map(this::noPair));
    refuse(privateKey.encryptedKey());
    try {
      CertificateChain chain = CertificateChain.of(certificate);
      refuse(chain.fault());
      PemKeyCertOptions pem = new PemKeyCertOptions().setCertValue(cert).setKeyValue(key);
      refuse(belongTogether(pem) ? Optional.empty() : another(chain));
      return pem;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      // The cause may quote the file, and one of them is a private key.
      throw new IOException(noPair(e.getClass().getSimpleName()));
    }
  }

  /**
   * When a certificate that {@link #read} has returned expires: of its chain, what expires first.
   *
   * @throws CertificateException when it is none
   */
  Instant expires(PemKeyCertOptions pem) throws CertificateException {
    return CertificateChain.of(PemBlocks.of(config.cert(), pem.getCertValue().toString(StandardCharsets.ISO_8859_1))).expires();
  }

  private String noPair(String why) {
    return config.cert() + " and " + config.key() + " are not a certificate and its key in PEM: " + why;
  }

  private Optional<String> another(CertificateChain chain) {
    return Optional.of(config.key() + " is not the key of " + config.cert() + ", whose first certificate is "
        + chain.own().getSubjectX500Principal());
  }

  private static void refuse(Optional<String> fault) throws IOException {
    if (fault.isPresent()) {
      throw new IOException(fault.get());
    }
  }

  private static Buffer bytes(Path file) throws IOException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist");
    } catch (IOException e) {
      throw new IOException(file + " cannot be read");
    }
  }

  /** TLS takes a certificate with another's key without a word, and then no client gets through. */
  private boolean belongTogether(PemKeyCertOptions pem) throws Exception {
    KeyManager[] managers;
    try {
      managers = pem.getKeyManagerFactory(vertx).getKeyManagers();
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).contains("does not match algorithm of public key")) {
        return false;
      }
      throw e;
    }
    X509KeyManager manager = (X509KeyManager) Arrays.stream(managers).filter(X509KeyManager.class::isInstance).findFirst().orElseThrow();
    String alias = Stream.of("RSA", "EC").map(kind -> manager.getServerAliases(kind, null))
        .filter(aliases -> aliases != null && aliases.length > 0).map(aliases -> aliases[0]).findFirst().orElseThrow();
    return signs(manager.getPrivateKey(alias), manager.getCertificateChain(alias)[0].getPublicKey());
  }

  private static boolean signs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(PROBE);
    return signature.verify(signed);
  }
}
