package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.vertx.core.Future;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fetches the key set of an issuer, from its URL or from the one that the issuer's metadata names. */
final class KeySetFetcher {

  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final int MOST_KEYS = 100;

  private final JsonSource client;

  /**
   * A key set as it was fetched.
   *
   * @param keys its public keys
   * @param fresh how long the server says that it stays fresh; zero when it says nothing
   */
  record Fetched(List<JWK> keys, Duration fresh) {
  }

  KeySetFetcher(JsonSource client) {
    this.client = client;
  }

  /** Fetches the key set; fails with a message that says what is wrong with which URL. */
  Future<Fetched> fetch(TrustAnchor anchor) {
    if (anchor instanceof TrustAnchor.Remote remote) {
      return keys(remote.url());
    }
    URI issuer = ((TrustAnchor.Discovered) anchor).issuer();
    return discover(issuer, metadata(issuer).iterator()).compose(this::keys);
  }

  /** Where an issuer's metadata may be, in the order of the MCP authorization specification: RFC 8414 section 3.1 and 5, OpenID Connect. */
  static List<URI> metadata(URI issuer) {
    String origin = issuer.getScheme() + "://" + issuer.getRawAuthority();
    String path = issuer.getRawPath() == null ? "" : issuer.getRawPath().replaceAll("/$", "");
    List<URI> places = new ArrayList<>(List.of(URI.create(origin + OAUTH + path), URI.create(origin + OPENID + path)));
    if (!path.isEmpty()) {
      places.add(URI.create(origin + path + OPENID));
    }
    return places;
  }

  private Future<URI> discover(URI issuer, Iterator<URI> places) {
    URI place = places.next();
    Future<URI> found = client.get(place).map(document -> keySet(issuer, place, json(place, document)));
    return places.hasNext() ? found.recover(failure -> discover(issuer, places)) : found;
  }

  /** Metadata of another issuer must not be used (RFC 8414 section 3.3). */
  private static URI keySet(URI issuer, URI place, Map<String, Object> metadata) {
    if (!issuer.toString().equals(metadata.get("issuer"))) {
      throw new JsonSource.FetchException(place, "it is the metadata of another issuer");
    }
    if (!(metadata.get("jwks_uri") instanceof String text)) {
      throw new JsonSource.FetchException(place, "it has no jwks_uri");
    }
    URI url = AnchorReader.url(text);
    if ("https".equals(issuer.getScheme().toLowerCase(Locale.ROOT)) && !"https".equals(url.getScheme().toLowerCase(Locale.ROOT))) {
      throw new JsonSource.FetchException(place, "its jwks_uri is not https");
    }
    return url;
  }

  private static Map<String, Object> json(URI url, JsonSource.Document document) {
    try {
      return JSONObjectUtils.parse(document.text());
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      throw new JsonSource.FetchException(url, "it is no JSON object");
    }
  }

  private Future<Fetched> keys(URI url) {
    return client.get(url).map(document -> new Fetched(usable(url, json(url, document)), document.fresh()));
  }

  private static List<JWK> usable(URI url, Map<String, Object> json) {
    try {
      List<JWK> keys = JWKSet.parse(json).getKeys().stream().filter(AsymmetricJWK.class::isInstance).map(JWK::toPublicJWK).toList();
      if (keys.size() > MOST_KEYS) {
        throw new JsonSource.FetchException(url, "it has more than " + MOST_KEYS + " keys");
      }
      return keys;
    } catch (ParseException e) {
      throw new JsonSource.FetchException(url, "it is no key set");
    }
  }
}
