package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.ResourceUri;
import java.util.Set;

/**
 * A session as all hosts share it. Immutable; a change replaces the whole.
 *
 * @param id unguessable, sent by the client with each request
 * @param tenant the tenant that it belongs to
 * @param owner the first key of the opener's rotation chain, or an anonymous caller's address block: who shares the tenant's sessions
 * @param anonymous whether it was opened without a credential
 * @param key the credential that used it last and keeps it open: when that ends, the session ends
 * @param bound whether it ends with the connection that opened it, as in 2024-11-05
 * @param revision the negotiated revision; before the handshake, the oldest one of the transport
 * @param capabilities the client's capabilities that the host uses; not to be changed
 * @param level the least severe level of log messages that the client wants
 * @param subscribed the normalised URIs of the resources that the client subscribes to; as texts, since a record is read more often than
 *     a resource changes
 * @param lists a digest of the tenant's lists as the client was last told of them; empty when it was told of none
 */
public record SessionRecord(String id, String tenant, String owner, boolean anonymous, String key, boolean bound, Revision revision,
    ObjectNode capabilities, LogLevel level, Set<String> subscribed, String lists) {

  /** Copies. */
  public SessionRecord {
    subscribed = Set.copyOf(subscribed);
  }

  /**
   * Whether the caller may use it: with the key that opened it, or another of the same rotation chain. What was opened without a credential
   * belongs to whoever has its id and no credential either: an address may change.
   */
  public boolean belongsTo(Principal principal) {
    return tenant.equals(principal.tenant()) && anonymous == principal.anonymous() && (anonymous || owner.equals(principal.line()));
  }

  /** Whether the client subscribes to a resource. */
  public boolean subscribesTo(ResourceUri uri) {
    return subscribed.contains(uri.text());
  }
}
