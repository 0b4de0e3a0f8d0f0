/**
 * The embedded Redis server, for a host without {@code redis.url}: its binary, files, password and process, and the supervisor that
 * starts it again. All of it blocks, and runs before an event loop exists or on a thread of its own.
 */
package dev.gatehouse.redis.embedded;
