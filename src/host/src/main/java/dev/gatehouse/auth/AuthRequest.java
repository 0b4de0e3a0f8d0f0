package dev.gatehouse.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to be authenticated: its credential, and what else of the request a scheme may bind it to. Everything but the credential is
 * read when it is asked for, so that a scheme costs only what it uses.
 */
public interface AuthRequest {

  /** What follows {@code Bearer} or {@code DPoP} in the Authorization header, or X-API-Key's value. */
  String credential();

  /** Where the caller calls from, as {@code http.trustedProxies} tells. */
  String clientAddress();

  /** The tenant in the path, or null when the path names none. */
  @Nullable
  String tenant();

  /** The HTTP method. */
  String method();

  /** The URL as the client sees it, without query and fragment: what the {@code htu} claim of a DPoP proof must equal (RFC 9449). */
  String url();

  /** The values of the {@code DPoP} headers, in order; none when there is no such header. */
  List<String> proofs();

  /** Whether the credential was sent by the Authorization scheme {@code DPoP} (RFC 9449 section 7.1). */
  boolean dpopScheme();
}
