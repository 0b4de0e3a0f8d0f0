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
 * @param owner the first key of the opener's rotation chain, or an anonymous caller's id
 * @param anonymous whether it was opened without a credential
 * @param key the credential that used it last and keeps it open: when that ends, the session ends
 * @param bound whether it ends with the connection that opened it, as in 2024-11-05
 * @param revision the negotiated revision; before the handshake, the oldest one of the transport
 * @param capabilities the client's capabilities that the host uses; not to be changed
 * @param level the least severe level of log messages that the client wants
 * @param subscriptions the resources that the client subscribes to
 * @param lists a digest of the tenant's lists as the client was last told of them; empty when it was told of none
 */
public record SessionRecord(String id, String tenant, String owner, boolean anonymous, String key, boolean bound, Revision revision,
    ObjectNode capabilities, LogLevel level, Set<ResourceUri> subscriptions, String lists) {

  /** Copies. */
  public SessionRecord {
    subscriptions = Set.copyOf(subscriptions);
  }

  /** Whether the caller may use it: with the key that opened it, or another of the same rotation chain. */
  public boolean belongsTo(Principal principal) {
    return tenant.equals(principal.tenant()) && anonymous == principal.anonymous() && owner.equals(owner(principal));
  }

  /** Whose session a caller would open. */
  public static String owner(Principal principal) {
    return principal.anonymous() ? principal.keyId() : principal.line();
  }
}
