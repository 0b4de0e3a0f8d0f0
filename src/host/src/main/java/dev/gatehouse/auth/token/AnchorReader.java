package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Parses where an issuer's keys come from: at most one of {@code jwks}, {@code keys} and {@code secret}; without them discovery. */
final class AnchorReader {

  private static final int MOST_PORTS = 65_535;
  private static final int LEAST_SECRET = 32;
  /** Stands before a secret that is given as base64url, for bytes that are no text. */
  private static final String ENCODED = "base64url:";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Fields fields;
  private final String issuer;

  AnchorReader(Fields fields, String issuer) {
    this.fields = fields;
    this.issuer = issuer;
  }

  TrustAnchor read() {
    List<TrustAnchor> anchors = new ArrayList<>();
    add(IssuerField.JWKS, text -> new TrustAnchor.Remote(url(text)), anchors);
    add(IssuerField.KEYS, text -> new TrustAnchor.Pinned(KeyText.parse(text)), anchors);
    add(IssuerField.SECRET, AnchorReader::secret, anchors);
    return anchors.isEmpty() ? discovered() : anchors.get(0);
  }

  private void add(IssuerField field, Function<String, TrustAnchor> form, List<TrustAnchor> anchors) {
    TrustAnchor anchor = fields.optional(field, form);
    if (anchor != null && !anchors.isEmpty()) {
      throw new FieldException(field, "only one of 'jwks', 'keys' and 'secret' may be there");
    }
    if (anchor != null) {
      anchors.add(anchor);
    }
  }

  private TrustAnchor discovered() {
    try {
      return new TrustAnchor.Discovered(url(issuer));
    } catch (IllegalArgumentException e) {
      throw new FieldException(IssuerField.ISSUER, "without 'jwks', 'keys' or 'secret' its keys are discovered, and " + e.getMessage());
    }
  }

  private static TrustAnchor secret(String text) {
    byte[] secret = bytes(text);
    if (secret.length < LEAST_SECRET) {
      throw new IllegalArgumentException("it must have at least 32 bytes");
    }
    return new TrustAnchor.Shared(secret);
  }

  private static byte[] bytes(String text) {
    if (!text.startsWith(ENCODED)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getUrlDecoder().decode(text.substring(ENCODED.length()));
    } catch (IllegalArgumentException e) {
      // The decoder's message names a character of the secret.
      throw new IllegalArgumentException("what follows 'base64url:' must be base64url");
    }
  }

  /** A URL that keys may be fetched from: https, since whoever changes them on the way makes tokens; plain on loopback only. */
  static URI url(String text) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      boolean secure = scheme.equals("https") || scheme.equals("http") && LOOPBACK.contains(String.valueOf(url.getHost()));
      if (!secure || url.getHost() == null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
        throw new IllegalArgumentException("it must be an https URL without user and fragment");
      }
      if (url.getPort() > MOST_PORTS) {
        throw new IllegalArgumentException("its port must be at most " + MOST_PORTS);
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it must be a URL", e);
    }
  }
}
