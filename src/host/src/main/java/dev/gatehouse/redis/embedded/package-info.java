/**
 * The embedded Redis server, for a host without {@code redis.url}: its binary, files, password and process, and the supervisor that
 * restarts it. All of it blocks, and runs at start and stop or on the supervisor's thread.
 *
 * <p>{@code RedisProbe}, a small RESP client, is used and not the Vert.x client, for three reasons. What listens on the port
 * may be another user's program: the identity of the process is checked after the connection is open and before the password is sent
 * on it, while the Vert.x client sends HELLO and AUTH as part of connecting. "Not Redis" must be distinguished from an error and from a
 * closed connection. And the path in a reply to {@code CONFIG GET dir} is in the encoding of the file system. Apart from that, the
 * supervisor must not depend on event loops that wait for the very server it restarts.
 */
@NullMarked
package dev.gatehouse.redis.embedded;

import org.jspecify.annotations.NullMarked;
