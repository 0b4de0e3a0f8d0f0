package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;

/** Where the keys of an issuer come from. None of them shows a key or a secret. */
public sealed interface TrustAnchor permits TrustAnchor.Remote, TrustAnchor.Discovered, TrustAnchor.Pinned, TrustAnchor.Shared {

  /**
   * A key set at a URL.
   *
   * @param url https, or loopback
   */
  record Remote(URI url) implements TrustAnchor {
  }

  /**
   * The URL of the key set is discovered from the issuer's metadata (RFC 8414, then OpenID Connect Discovery).
   *
   * @param issuer the issuer's URL: https, or loopback
   */
  record Discovered(URI issuer) implements TrustAnchor {
  }

  /**
   * The record holds the public keys.
   *
   * @param set at least one
   */
  record Pinned(JWKSet set) implements TrustAnchor {

    @Override
    public String toString() {
      return "Pinned[" + set.size() + " keys]";
    }
  }

  /** A secret that issuer and host share. */
  final class Shared implements TrustAnchor {

    private final byte[] secret;

    Shared(byte[] secret) {
      this.secret = secret.clone();
    }

    /** A copy of the secret. */
    public byte[] secret() {
      return secret.clone();
    }

    @Override
    public String toString() {
      return "Shared";
    }
  }
}
