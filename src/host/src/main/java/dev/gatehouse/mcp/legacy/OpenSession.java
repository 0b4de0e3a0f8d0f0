package dev.gatehouse.mcp.legacy;

import java.util.List;

/**
 * What an operator sees of a session that this host has a view of. Its id is a secret and not in it.
 *
 * @param tenant whose it is
 * @param keys the keys that hold it open here, as audit shows them
 * @param revision the negotiated one
 * @param reading whether a connection reads one of its streams
 * @param running how many of its requests run here
 * @param idleMillis how long this host has not used it
 */
public record OpenSession(String tenant, List<String> keys, String revision, boolean reading, int running, long idleMillis) {
}
