package dev.gatehouse.http;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The host's certificate and those of its issuers, read from a file.
 *
 * @param file where they are from, for messages
 * @param certificates the host's own first (RFC 8446 section 4.4.2), at least one
 */
record CertificateChain(Path file, List<X509Certificate> certificates) {

  /** The curves that the JDK's TLS supports, by bits: P-256, P-384 and P-521. */
  private static final Set<Integer> CURVES = Set.of(256, 384, 521);
  private static final String USE = "; use a key of RSA, or of EC on the curve P-256, P-384 or P-521";

  static CertificateChain of(PemBlocks pem) throws CertificateException {
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlocks.Block block : pem.certificates()) {
      certificates.add((X509Certificate) x509.generateCertificate(new ByteArrayInputStream(block.bytes())));
    }
    return new CertificateChain(pem.file(), certificates);
  }

  /** When the first of them expires. */
  Instant expires() {
    return certificates.stream().map(certificate -> certificate.getNotAfter().toInstant()).min(Comparator.naturalOrder()).orElseThrow();
  }

  X509Certificate own() {
    return certificates.get(0);
  }

  /** The reason why TLS would not serve it, if any. */
  Optional<String> fault() {
    return kind(own().getPublicKey()).or(this::order);
  }

  private Optional<String> kind(PublicKey key) {
    boolean curve = key instanceof ECPublicKey ec && !CURVES.contains(ec.getParams().getCurve().getField().getFieldSize());
    boolean served = key.getAlgorithm().equals("RSA") || key.getAlgorithm().equals("EC") && !curve;
    return served ? Optional.empty() : Optional.of(file + " is a certificate of a key of " + (curve ? "EC on another curve" : name(key))
        + ", which Java's TLS does not serve" + USE);
  }

  private static String name(PublicKey key) {
    return key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().startsWith("Ed") ? "Ed25519 or Ed448" : key.getAlgorithm();
  }

  /** Checks that each certificate is followed by its issuer's. */
  private Optional<String> order() {
    for (int i = 1; i < certificates.size(); i++) {
      if (!issued(certificates.get(i), certificates.get(i - 1))) {
        return Optional.of(file + " has its certificates in the wrong order: " + words(i - 1) + " is not issued by " + words(i)
            + ", which follows it; put the host's own certificate first, then its issuer's, and so on, and no other");
      }
    }
    return Optional.empty();
  }

  private String words(int i) {
    return "number " + (i + 1) + " (" + certificates.get(i).getSubjectX500Principal() + ")";
  }

  private static boolean issued(X509Certificate issuer, X509Certificate subject) {
    try {
      subject.verify(issuer.getPublicKey());
      return subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
