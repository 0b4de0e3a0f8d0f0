package dev.gatehouse.redis;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Runs {@code charge.lua}: several calls in one script. */
class ChargeScript {

  private static final String PURPOSE = "limits";
  private static final Script CHARGE = Script.named("charge.lua", PURPOSE);

  private final RedisLink link;
  private final RedisKeys keys;
  private final Script script;
  private final LongSupplier nanoTime;

  ChargeScript(RedisLink link, RedisKeys keys) {
    this(link, keys, CHARGE, System::nanoTime);
  }

  /** With a script that stands for {@code charge.lua}. */
  ChargeScript(RedisLink link, RedisKeys keys, Script script, LongSupplier nanoTime) {
    this.link = link;
    this.keys = keys;
    this.script = script;
    this.nanoTime = nanoTime;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Whether the calling event loop has a connection to Redis that is not known to be lost. */
  boolean isOpen() {
    return link.isOpen();
  }

  /** Runs a task after this turn of the calling event loop; false when there is none. */
  boolean afterTurn(Runnable task) {
    return link.afterTurn(task);
  }

  /**
   * Charges the calls in turn, and completes each.
   *
   * @return fails when Redis counted none of them
   */
  Future<Void> run(List<Charge> charges) {
    List<String> cells = new ArrayList<>();
    List<String> args = new ArrayList<>();
    charges.forEach(charge -> charge.write(keys, cells, args));
    long asked = nanoTime();
    return send(cells, args)
        .<Void>map(reply -> {
          read(charges, reply, asked);
          return null;
        })
        .onFailure(failure -> charges.forEach(charge -> charge.fail(failure, nanoTime())));
  }

  Future<Response> send(List<String> cells, List<String> args) {
    return script.run(link, cells, args);
  }

  private void read(List<Charge> charges, Response reply, long asked) {
    long now = nanoTime();
    int at = 0;
    for (Charge charge : charges) {
      if (reply.get(at).toInteger() < 0) {
        charge.fail(notCounted((Throwable) reply.get(at + 1)), now);
      } else {
        charge.read(reply, at, asked, now);
      }
      at += charge.values();
    }
  }

  /** One cell cannot be read; that concerns the calls that it counts, and no others. */
  private StoreUnavailableException notCounted(Throwable error) {
    StoreUnavailableException failure =
        new StoreUnavailableException("Redis at " + link.address() + " failed, " + error.getMessage() + ", when asked: evalsha", error);
    if (!RedisErrors.is(failure, "WRONGTYPE")) {
      link.refused(PURPOSE, String.valueOf(error));
    }
    return failure;
  }
}
