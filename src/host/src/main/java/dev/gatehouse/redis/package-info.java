/**
 * The only room that speaks Redis: the connection, the scripts, the adapters of {@code auth}'s ports, and the server that comes
 * along when none is configured.
 *
 * <p>Floor 6: imports {@code auth}, {@code config} and the rooms below; it knows neither HTTP nor MCP. What it takes for granted
 * about Redis is written down here once: version 6.2 or newer, {@code maxmemory-policy noeviction}, and, for an ACL user, these
 * rights: {@code ~mcp:* +ping +hello +client|tracking +info +select +eval +evalsha +time +hgetall +hset +exists +expireat +pttl
 * +smismember +get +set +hincrby +expire +xadd}; for the command {@code unused} besides {@code +scan +hmget}. The manual (keys.md) has
 * the whole line. {@code DBSIZE}, which the first run asks for, is only ever sent to the server that comes along.
 */
package dev.gatehouse.redis;
