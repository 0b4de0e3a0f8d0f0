package dev.gatehouse.auth;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who keeps presenting keys that do not exist: each of them would be a question to the store. So many are free per address, and a
 * few more every second; beyond that the store is not asked about a key from there that it was never asked about before. Keys in use
 * are known already, so that a bad neighbour behind the same address does not stop them.
 */
final class Strangers {

  private static final int BURST = 100;
  private static final double PER_SECOND = 10;
  private static final double NANOS = 1e9;
  /** The address that has been quiet for longest is forgotten for another one. */
  private static final int MOST_ADDRESSES = 10_000;
  private static final int NETWORK_GROUPS = 4;

  private final LongSupplier nanoTime;
  private final Map<String, Debt> debts = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Debt> eldest) {
      return size() > MOST_ADDRESSES;
    }
  };

  private record Debt(double owed, long nanos) {

    double at(long now) {
      return Math.max(0, owed - (now - nanos) / NANOS * PER_SECOND);
    }
  }

  Strangers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the address has used up what is free. */
  synchronized boolean exhausted(String address) {
    Debt debt = debts.get(network(address));
    return debt != null && debt.at(nanoTime.getAsLong()) + 1 > BURST;
  }

  synchronized void charge(String address) {
    long now = nanoTime.getAsLong();
    Debt debt = debts.get(network(address));
    double owed = debt == null ? 0 : debt.at(now);
    debts.put(network(address), new Debt(Math.min(BURST, owed + 1), now));
  }

  /** Of an IPv6 address the first 64 bits: whoever has one address there has them all (RFC 4291 section 2.5.1). */
  private static String network(String address) {
    if (address.indexOf(':') < 0 || address.indexOf('.') >= 0) {
      return address;
    }
    String[] groups = address.split(":", NETWORK_GROUPS + 1);
    return groups.length <= NETWORK_GROUPS ? address : String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS));
  }
}
