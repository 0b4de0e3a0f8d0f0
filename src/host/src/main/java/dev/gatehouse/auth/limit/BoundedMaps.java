package dev.gatehouse.auth.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/** Bounded maps, for keys that callers can invent. Not thread-safe. */
public final class BoundedMaps {

  private BoundedMaps() {
  }

  /** An LRU map: a new entry beyond the bound evicts the one that was used longest ago. */
  public static <K, V> Map<K, V> leastRecentlyUsed(int most) {
    return new Bounded<>(most, true);
  }

  /** A FIFO map: a new entry beyond the bound evicts the one that was put first. */
  static <K, V> Map<K, V> firstIn(int most) {
    return new Bounded<>(most, false);
  }

  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    private Bounded(int most, boolean byUse) {
      super(64, 0.75f, byUse);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
