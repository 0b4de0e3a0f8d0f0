package dev.gatehouse.http;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Set;

/**
 * The TLS versions and cipher suites that are served: TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption only (RFC 9325
 * section 4.2, RFC 9113 section 9.2.2).
 */
final class TlsProtocols {

  static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

  static final List<String> CIPHER_SUITES = List.of(
      "TLS_AES_128_GCM_SHA256",
      "TLS_AES_256_GCM_SHA384",
      "TLS_CHACHA20_POLY1305_SHA256",
      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
      "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
      "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsProtocols() {
  }

  /** Serves these and no others, HTTP/2 or an older HTTP by the client's choice (ALPN, RFC 7301). */
  static void serve(HttpServerOptions options) {
    options.setSsl(true).setUseAlpn(true).setEnabledSecureTransportProtocols(VERSIONS)
        // A client that names none of them is refused in the handshake, and some name HTTP/1.0 alone.
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0));
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
  }
}
