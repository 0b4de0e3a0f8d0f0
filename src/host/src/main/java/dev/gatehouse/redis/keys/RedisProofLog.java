package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.token.ProofLog;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** The replay cache of DPoP proofs in Redis, so that a proof that one host has taken is refused by all. Fails closed. */
public final class RedisProofLog implements ProofLog {

  /** A proof is accepted from a minute before to a minute after its {@code iat}. */
  private static final String MILLIS = "120000";

  private final RedisLink link;
  private final RedisKeys keys;

  /** Notes proofs through this link, under these names. */
  public RedisProofLog(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  @Override
  public Future<Boolean> first(String tenant, String digest) {
    return link.send(Request.cmd(Command.SET).arg(keys.proof(tenant, digest)).arg("1").arg("NX").arg("PX").arg(MILLIS))
        .map(set -> set != null);
  }
}
