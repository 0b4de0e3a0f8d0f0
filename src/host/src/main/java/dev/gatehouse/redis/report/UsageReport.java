package dev.gatehouse.redis.report;

import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.Rounds;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what a tenant used in a month, by key, owner, tool or day. What was used is kept for 90 days. */
public final class UsageReport {

  /** After so many days usage is gone. */
  public static final int DAYS_KEPT = 90;

  private static final int DAY_CHARACTERS = "2026-07-28".length();
  private static final String NOBODY = "-";
  /** Records that are read at a time; a connection takes twice as many commands before it refuses more. */
  private static final int AT_ONCE = 8_000;

  private final RedisLink link;
  private final RedisKeys keys;

  /** Reads through this link, under these names. */
  public UsageReport(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** What usage is added up by. */
  public enum By {
    /** The key, or the account of tokens. */
    KEY,
    /** Who the keys were given to. */
    OWNER,
    /** The tool, prompt or resource. Errors and refusals are not counted by it. */
    TOOL,
    /** The day, in UTC. */
    DAY
  }

  /**
   * One line of the report.
   *
   * @param what the key's id or token's account, the owner (null for none), the tool with its kind ({@code tool:add}), or the day
   * @param owner by key: who it was given to, or null
   * @param name by key: what it is called, or null
   * @param calls how many ran
   * @param errors how many of them failed
   * @param denied how many were refused
   */
  public record Line(@Nullable String what, @Nullable String owner, @Nullable String name, long calls, long errors, long denied) {
  }

  /** The counters of one key on one day. */
  private record Counted(String account, String day, Map<String, String> fields) {

    long of(String field) {
      String value = fields.get(field);
      return value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }
  }

  /** Sums, in the order of calls, errors, refusals. */
  private static final class Sums {

    private long calls;
    private long errors;
    private long denied;

    private void add(Counted counted) {
      calls += counted.of("calls");
      errors += counted.of("errors");
      denied += counted.of("denied");
    }

    private Line line(@Nullable String what, @Nullable String owner, @Nullable String name) {
      return new Line(what, owner, name, calls, errors, denied);
    }
  }

  /** The report, sorted by what it is added up by. */
  public Future<List<Line>> of(String tenant, YearMonth month, By by) {
    String start = keys.prefix() + "usage:{" + tenant + "}:";
    Map<String, Sums> sums = new TreeMap<>();
    Map<String, Long> days = new HashMap<>();
    Map<String, @Nullable String> owners = new HashMap<>();
    return Rounds.all(link, Rounds.names(start + "*:" + month + "-[0-3][0-9]", "TYPE", "hash"),
        round -> read(start, round.found().stream().filter(name -> isNew(days, name.substring(start.length()))).toList())
            .compose(counted -> by == By.OWNER ? owners(counted, owners).map(counted) : Future.succeededFuture(counted))
            .<Void>map(counted -> {
              counted.forEach(one -> add(sums, one, by, owners));
              return null;
            }))
        .compose(done -> by == By.KEY ? ofKeys(sums) : Future.succeededFuture(lines(sums)));
  }

  /** Whether an account's day has not been found yet. A bit for each day: a tenant may have a hundred thousand keys, each with 31 days. */
  private static boolean isNew(Map<String, Long> days, String accountAndDay) {
    long day = 1L << Integer.parseInt(accountAndDay.substring(accountAndDay.length() - 2));
    String account = accountAndDay.substring(0, accountAndDay.length() - DAY_CHARACTERS - 1);
    long known = days.getOrDefault(account, 0L);
    days.put(account, known | day);
    return (known & day) == 0;
  }

  private Future<List<Counted>> read(String start, List<String> names) {
    List<Future<Response>> hashes = names.stream().map(name -> link.send(Request.cmd(Command.HGETALL).arg(name))).toList();
    return Future.all(hashes).map(all -> {
      List<Counted> counted = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        String rest = names.get(i).substring(start.length());
        int end = rest.length() - DAY_CHARACTERS;
        counted.add(new Counted(rest.substring(0, end - 1), rest.substring(end), HashReply.fields(hashes.get(i).result())));
      }
      return counted;
    });
  }

  private static void add(Map<String, Sums> sums, Counted one, By by, Map<String, @Nullable String> owners) {
    if (by == By.TOOL) {
      one.fields().keySet().stream().filter(field -> field.indexOf(':') > 0)
          .forEach(field -> sums.computeIfAbsent(field, first -> new Sums()).calls += one.of(field));
      return;
    }
    String what = switch (by) {
      case DAY -> one.day();
      case OWNER -> owner(one.account(), owners.get(one.account()));
      default -> one.account();
    };
    sums.computeIfAbsent(what, first -> new Sums()).add(one);
  }

  /** Of a token's account, {@code <issuer>:<owner>}, the name itself tells. */
  private static String owner(String account, @Nullable String ofKey) {
    int colon = account.indexOf(':');
    return ofKey != null ? ofKey : colon > 0 ? account.substring(colon + 1) : NOBODY;
  }

  private static List<Line> lines(Map<String, Sums> sums) {
    List<Line> lines = new ArrayList<>();
    sums.forEach((what, sum) -> lines.add(sum.line(what.equals(NOBODY) ? null : what, null, null)));
    return lines;
  }

  private Future<Void> owners(List<Counted> counted, Map<String, @Nullable String> owners) {
    List<String> ids = counted.stream().map(Counted::account).filter(Identifier.KEY_ID::matches).filter(id -> !owners.containsKey(id))
        .distinct().toList();
    return records(ids).<Void>map(records -> {
      records.forEach((id, record) -> owners.put(id, KeySearch.text(record.get(0))));
      return null;
    });
  }

  private Future<List<Line>> ofKeys(Map<String, Sums> sums) {
    return records(sums.keySet().stream().filter(Identifier.KEY_ID::matches).toList()).map(records -> {
      List<Line> lines = new ArrayList<>();
      sums.forEach((account, sum) -> {
        Response record = records.get(account);
        String owner = owner(account, record == null ? null : KeySearch.text(record.get(0)));
        lines.add(sum.line(account, owner.equals(NOBODY) ? null : owner, record == null ? null : KeySearch.text(record.get(1))));
      });
      return lines;
    });
  }

  private Future<Map<String, Response>> records(List<String> ids) {
    return records(ids, 0, new HashMap<>());
  }

  private Future<Map<String, Response>> records(List<String> ids, int from, Map<String, Response> found) {
    List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
    List<Future<Response>> read =
        some.stream().map(id -> link.send(Request.cmd(Command.HMGET).arg(keys.key(id)).arg("owner").arg("name"))).toList();
    return Future.all(read).compose(all -> {
      for (int i = 0; i < some.size(); i++) {
        found.put(some.get(i), read.get(i).result());
      }
      int next = from + some.size();
      return next == ids.size() ? Future.succeededFuture(found) : records(ids, next, found);
    });
  }
}
