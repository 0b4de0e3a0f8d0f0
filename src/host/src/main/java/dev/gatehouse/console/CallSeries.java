package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.CallTotals;
import dev.gatehouse.rpc.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Points over time of how many calls ran, failed and were refused a second, and how long they took: a ring of a bounded length. */
final class CallSeries {

  /** The first are rates. */
  private static final String[] NAMES = {"calls", "errors", "refused", "p50", "p95", "p99"};
  private static final int RATES = 3;
  /** Of a point: the numbers of the rates, the quantiles, and the seconds that it stands for. */
  private static final int COLUMNS = NAMES.length + 1;
  private static final int FIRST = 32;
  private static final double NANOS = 1e9;

  private final int most;
  private long[] at = new long[FIRST];
  private float[] values = new float[FIRST * COLUMNS];
  private int size;
  private int next;
  private @Nullable Instant lastAt;
  private CallTotals last = CallTotals.NONE;

  /** An empty series. */
  CallSeries(int most) {
    this.most = most;
  }

  /** When it was last added to, or null. */
  synchronized @Nullable Instant lastAt() {
    return lastAt;
  }

  /** Adds what has happened since the last time; the first time only begins. */
  synchronized void add(Instant now, CallTotals totals) {
    if (lastAt != null) {
      double seconds = Math.max(1e-3, Duration.between(lastAt, now).toNanos() / NANOS);
      CallTotals since = totals.since(last);
      put(now, (double) since.ran(), (double) since.failed(), (double) since.refused(), since.quantile(0.5), since.quantile(0.95),
          since.quantile(0.99), seconds);
    }
    lastAt = now;
    last = totals;
  }

  private void put(Instant now, double... point) {
    if (next == at.length && next < most) {
      int longer = Math.min(most, 2 * at.length);
      at = Arrays.copyOf(at, longer);
      values = Arrays.copyOf(values, longer * COLUMNS);
    }
    int slot = next % at.length;
    at[slot] = now.getEpochSecond();
    for (int i = 0; i < point.length; i++) {
      values[slot * COLUMNS + i] = (float) point[i];
    }
    next = slot + 1 == most ? 0 : slot + 1;
    size = Math.min(most, size + 1);
  }

  /** As arrays of the same length: the times in unix seconds, rates a second, and quantiles in milliseconds, null where no call ran. */
  synchronized ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode times = json.putArray("t");
    for (int i = 0; i < size; i++) {
      times.add(at[slot(i)]);
    }
    for (int column = 0; column < NAMES.length; column++) {
      ArrayNode numbers = json.putArray(NAMES[column]);
      for (int i = 0; i < size; i++) {
        add(numbers, column, slot(i));
      }
    }
    return json;
  }

  /** The last point, with the same names; empty when there is none. */
  synchronized ObjectNode latest() {
    ObjectNode json = Json.object();
    for (int column = 0; size > 0 && column < NAMES.length; column++) {
      ArrayNode one = Json.array();
      add(one, column, slot(size - 1));
      json.set(NAMES[column], one.get(0));
    }
    return json;
  }

  private void add(ArrayNode numbers, int column, int slot) {
    float value = values[slot * COLUMNS + column];
    if (Float.isNaN(value)) {
      numbers.addNull();
    } else {
      double scaled = column < RATES ? value / (double) values[slot * COLUMNS + NAMES.length] : value * 1000;
      numbers.add(Math.round(scaled * 1000) / 1000.0);
    }
  }

  /** How many calls ran, failed and were refused after a time, up to the last point and then to these totals. */
  synchronized ObjectNode counts(Instant after, CallTotals now) {
    CallTotals since = now.since(last);
    long[] sums = {since.ran(), since.failed(), since.refused()};
    for (int i = 0; i < size; i++) {
      for (int column = 0; at[slot(i)] > after.getEpochSecond() && column < RATES; column++) {
        sums[column] += (long) values[slot(i) * COLUMNS + column];
      }
    }
    ObjectNode json = Json.object();
    for (int column = 0; column < RATES; column++) {
      json.put(NAMES[column], sums[column]);
    }
    return json;
  }

  /** What was added last. */
  synchronized CallTotals last() {
    return last;
  }

  private int slot(int index) {
    return size < most ? index : (next + index) % most;
  }
}
