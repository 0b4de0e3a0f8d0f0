package dev.gatehouse.redis.report;

import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the refusals of a tenant, which are added up by day. */
public final class Refusals {

  private final RedisLink link;
  private final RedisKeys keys;

  /** Reads through this link, under these names. */
  public Refusals(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * The refusals of one day, those of late first.
   *
   * @param tenant whose keys were refused; null for keys that are nobody's
   * @param day in UTC
   */
  public Future<List<Refusal>> of(@Nullable String tenant, LocalDate day, AuditFilter filter) {
    return link.send(Request.cmd(Command.HGETALL).arg(keys.refused(tenant, day))).map(HashReply::fields).map(lines -> {
      List<Refusal> found = new ArrayList<>();
      lines.forEach((line, value) -> {
        Refusal refusal = Refusal.of(line, value);
        if (refusal != null && filter.finds(refusal)) {
          found.add(refusal);
        }
      });
      found.sort(Comparator.comparing(Refusal::last).reversed());
      return found;
    });
  }
}
