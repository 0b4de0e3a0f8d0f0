package dev.gatehouse.redis.report;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.keys.RedisKeyStore.Found;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.Rounds;
import dev.gatehouse.redis.link.Rounds.Round;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys, by {@code SCAN} over all names in Redis and batches of reads. A script tells which of
 * them may match; the whole record, with what it depends on, is read of those alone.
 */
public final class KeySearch {

  private final RedisLink link;
  private final RedisKeys keys;
  private final RedisKeyStore store;
  private final Clock clock;

  /** Searches through this link, under these names. */
  public KeySearch(RedisLink link, RedisKeys keys, Clock clock) {
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.store = new RedisKeyStore(link, keys, clock);
  }

  /**
   * A part of what a search finds.
   *
   * @param rows sorted by id within each round of the scan; a key may come again on a later page
   * @param next where the next page begins; null when there is none
   */
  public record Page(List<KeyRow> rows, @Nullable String next) {
  }

  /**
   * Finds all keys, each once, in no particular order.
   *
   * @param batch takes those of one round, up to a thousand or none; the round after the next begins when it is done
   * @return how many keys it has looked at; fails when Redis does not answer, or refuses
   */
  public Future<Long> each(KeyFilter filter, Function<List<KeyRow>, Future<Void>> batch) {
    Set<String> ids = new HashSet<>();
    KeyScan scan = new KeyScan(link, keys, filter);
    return Rounds.all(link, scan, round -> rows(filter, round.found().stream().filter(ids::add).toList()).compose(batch))
        .map(done -> scan.looked());
  }

  /**
   * Finds some keys, and where to go on. A page has as many as asked for, unless nothing is left or the time is over.
   *
   * @param from empty for the first page, else {@link Page#next} of the one before
   * @param most how many keys at most
   * @param patience after which no further round of the scan is begun
   * @return fails with {@link IllegalArgumentException} when {@code from} is no such place
   */
  public Future<Page> page(KeyFilter filter, String from, int most, Duration patience) {
    try {
      Place place = from.isEmpty() ? new Place(0, Rounds.BEGIN, "") : Place.parse(from);
      Paging paging = new Paging(filter, most, clock.instant().plus(patience));
      paging.from(place);
      return paging.end.future();
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  /** A page in the making. Each round begins the next one; a chain of futures could be as long as the scan has rounds. */
  private final class Paging {

    private final KeyFilter filter;
    private final int most;
    private final Instant deadline;
    private final List<KeyRow> found = new ArrayList<>();
    private final Promise<Page> end = Promise.promise();

    Paging(KeyFilter filter, int most, Instant deadline) {
      this.filter = filter;
      this.most = most;
      this.deadline = deadline;
    }

    void from(Place place) {
      List<RedisNode> nodes = link.nodes();
      if (place.node() >= nodes.size()) {
        end.complete(new Page(found, null));
        return;
      }
      new KeyScan(link, keys, filter).round(nodes.get(place.node()), place.cursor())
          .compose(round -> rows(filter, after(place, round)).map(rows -> take(place, round, rows)))
          .onFailure(end::fail)
          .onSuccess(next -> {
            boolean pause = found.size() == most || !clock.instant().isBefore(deadline);
            if (pause && next.node() < nodes.size()) {
              end.complete(new Page(found, next.toString()));
            } else {
              from(next);
            }
          });
    }

    private List<String> after(Place place, Round round) {
      return round.found().stream().filter(id -> id.compareTo(place.after()) > 0).sorted().distinct().toList();
    }

    /** Answers where to go on: in the same round, if not all of it fits. */
    private Place take(Place place, Round round, List<KeyRow> rows) {
      List<KeyRow> fitting = rows.subList(0, Math.min(rows.size(), most - found.size()));
      found.addAll(fitting);
      return fitting.size() == rows.size() ? place.next(round) : place.after(fitting.get(fitting.size() - 1).id());
    }
  }

  /**
   * Where a page begins.
   *
   * @param node which of the servers, from 0
   * @param cursor of the round
   * @param after the last id of that round that was told; empty for none
   */
  private record Place(int node, String cursor, String after) {

    static Place parse(String text) {
      String[] parts = text.split("\\.", 3);
      if (parts.length != 3 || !parts[0].matches("\\d{1,4}") || !parts[1].matches("\\d{1,20}")) {
        throw new IllegalArgumentException("from is no place in a list of keys");
      }
      return new Place(Integer.parseInt(parts[0]), parts[1], parts[2]);
    }

    Place next(Round round) {
      return round.isLast() ? new Place(node + 1, Rounds.BEGIN, "") : new Place(node, round.cursor(), "");
    }

    Place after(String id) {
      return new Place(node, cursor, id);
    }

    @Override
    public String toString() {
      return node + "." + cursor + '.' + after;
    }
  }

  /**
   * One key.
   *
   * @param found the records that the row was made of
   */
  public record Whole(KeyRow row, Found found) {
  }

  /** One key; null when there is none. */
  public Future<@Nullable Whole> find(String keyId) {
    return read(List.of(keyId)).map(keys -> keys.isEmpty() ? null : keys.get(0));
  }

  private Future<List<KeyRow>> rows(KeyFilter filter, List<String> ids) {
    return read(ids).map(all -> all.stream().map(Whole::row).filter(row -> filter.finds(row, clock.instant())).toList());
  }

  private Future<List<Whole>> read(List<String> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Future<List<Found>> found = store.findAll(ids);
    List<Future<Response>> seen = ids.stream().map(id -> link.send(Request.cmd(Command.GET).arg(keys.seen(id)))).toList();
    return Future.all(found, Future.all(seen)).map(both -> {
      List<Whole> rows = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        Found one = found.result().get(i);
        if (one.record().exists()) {
          rows.add(new Whole(KeyRow.of(one, text(seen.get(i).result()), clock.instant()), one));
        }
      }
      return rows;
    });
  }

  static @Nullable String text(@Nullable Response value) {
    return value == null ? null : value.toString();
  }
}
