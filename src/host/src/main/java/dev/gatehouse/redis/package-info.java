/**
 * The only package that speaks Redis. This package has the names of all records, the runner of Lua scripts and the shared rate limiter;
 * the parts are {@code link} (connections, pipelining, client-side tracking), {@code keys} (the key store and its cache), {@code audit}
 * (usage and audit, written behind), {@code session} (the sessions of the older revisions), {@code report} (what operators are shown) and
 * {@code embedded} (the server that starts when none is configured).
 *
 * <p>Layer 7: imports {@code auth}, {@code config} and the packages below; it knows no HTTP, and of MCP only the port of sessions.
 * Requirements on Redis: version 6.2 or newer, {@code maxmemory-policy noeviction}, and, for an ACL user, these rights: {@code
 * ~mcp:* +ping +hello +client|tracking +info +select +eval +evalsha +time +hgetall +hset +exists +expireat +pttl +smismember +get +set
 * +hincrby +expire +xadd}; for commands that list keys besides {@code +scan +hmget}, for {@code audit} {@code +xrevrange}, and for a Redis
 * Cluster {@code +cluster|info +cluster|nodes +cluster|slots +asking}. The manual (keys.md) has the whole line. {@code DBSIZE}, which the
 * first run sends, goes only to the embedded server.
 */
@NullMarked
package dev.gatehouse.redis;

import org.jspecify.annotations.NullMarked;
