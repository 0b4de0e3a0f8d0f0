/**
 * The sessions of the older revisions in Redis, shared by all hosts: records with a cache that client-side tracking invalidates, logs of
 * events, the index that bounds them per tenant, and the messages between hosts.
 *
 * <p>Every command and script touches the keys of one hash tag. Rights of an ACL user: {@code resetchannels &mcp:* +publish +subscribe
 * +incr +del +hget +hdel +hlen +hexists +pexpire +incrby +xlen +xrange +xdel +xtrim +zadd +zcard +zrange +zrangebyscore +zrem +zscore},
 * besides those of {@code dev.gatehouse.redis}.
 */
@NullMarked
package dev.gatehouse.redis.session;

import org.jspecify.annotations.NullMarked;
