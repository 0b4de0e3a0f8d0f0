package dev.gatehouse.http;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.McpErrors;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The challenges of {@code WWW-Authenticate} that lead an OAuth client to its authorization server (RFC 9728 section 5.1, RFC 6750 section 3,
 * RFC 9449 section 7.1). Only tenants with an authorization server have them; of all others a client learns nothing but that a key is
 * missing.
 */
final class Challenges {

  static final String HEADER = McpErrors.CHALLENGE;
  /** The challenge of tenants that take keys alone. */
  static final String PLAIN = "Bearer realm=\"gatehouse\"";
  /** The path of the metadata, before that of the resource. */
  static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  /** A scope that is for the client alone to ask for (specification 2026-07-28, authorization). */
  private static final String OFFLINE = "offline_access";
  private static final String KEY = "gatehouse.challenge";

  private final Issuers issuers;
  private final CanonicalUrls urls;

  Challenges(Issuers issuers, CanonicalUrls urls) {
    this.issuers = issuers;
    this.urls = urls;
  }

  /** The authorization servers of a tenant. */
  List<Issuer> servers(String tenant) {
    return issuers.of(tenant).stream().filter(issuer -> !issuer.disabled() && issuer.hasAuthorizationServer() && isUrl(issuer.issuer()))
        .toList();
  }

  /** The issuer of pinned keys may have any name; only a URL leads to a server. */
  private static boolean isUrl(String issuer) {
    return issuer.startsWith("https://") || issuer.startsWith("http://");
  }

  /** The scopes that a client is to ask for first, sorted. */
  static TreeSet<String> scopes(List<Issuer> servers) {
    TreeSet<String> scopes = new TreeSet<>();
    servers.forEach(server -> scopes.addAll(server.scopes()));
    scopes.remove(OFFLINE);
    return scopes;
  }

  /** Notes the challenge of a request that is refused. */
  void note(RoutingContext rc, AuthFailure why, boolean dpop) {
    String metadata = metadata(rc);
    if (metadata != null) {
      rc.put(KEY, challenge(metadata, why, dpop, scopes(servers(String.valueOf(tenant(rc))))));
    }
  }

  /** The challenge that was noted, or the plain one. */
  static String of(RoutingContext rc) {
    String noted = rc.get(KEY);
    return noted == null ? PLAIN : noted;
  }

  private static String challenge(String metadata, AuthFailure why, boolean dpop, TreeSet<String> scopes) {
    String where = ", resource_metadata=\"" + metadata + '"' + (scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + '"');
    if (why == AuthFailure.BAD_PROOF) {
      return PLAIN + where + ", DPoP realm=\"gatehouse\", algs=\"" + String.join(" ", Issuer.PROOF_ALGORITHMS) + "\", error=\""
          + (dpop ? "invalid_dpop_proof" : "invalid_token") + '"';
    }
    // A client that did not know of the scheme has sent nothing invalid (RFC 6750 section 3.1).
    return PLAIN + (why == AuthFailure.MISSING || why == AuthFailure.WRONG_SCHEME && !dpop ? "" : ", error=\"invalid_token\"") + where;
  }

  /** Adds the metadata's URL to the challenge of an answer that asks for further scopes. */
  Answer complete(RoutingContext rc, Answer answer) {
    String challenge = answer.status() == McpErrors.FORBIDDEN ? answer.headers().get(HEADER) : null;
    String metadata = challenge == null ? null : metadata(rc);
    if (metadata == null) {
      return answer;
    }
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.put(HEADER, challenge + ", resource_metadata=\"" + metadata + '"');
    return answer.with(headers);
  }

  /** The URL of the metadata of the resource that is asked for; null when its tenant has none. */
  private @Nullable String metadata(RoutingContext rc) {
    String tenant = tenant(rc);
    if (tenant == null || servers(tenant).isEmpty()) {
      return null;
    }
    boolean named = rc.pathParam(TenantHandler.PARAMETER) != null;
    return urls.of(WELL_KNOWN + (named ? CanonicalUrls.pathOf(tenant) : CanonicalUrls.MCP));
  }

  /** The tenant in the path, or the only one of this host. */
  @Nullable
  String tenant(RoutingContext rc) {
    String named = rc.pathParam(TenantHandler.PARAMETER);
    return named == null ? urls.only() : named;
  }
}
