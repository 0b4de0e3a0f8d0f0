package dev.gatehouse.redis.audit;

import dev.gatehouse.auth.Ledger.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calls of a batch by what they share, so that it is counted and sent once. */
final class CallGroups {

  private final List<Counted> groups = new ArrayList<>();
  private final List<Counted> ofCalls;

  /** A group, and the number of its calls. */
  static final class Counted {

    private final CallGroup group;
    private final int number;
    private int calls;

    private Counted(CallGroup group, int number) {
      this.group = group;
      this.number = number;
    }

    CallGroup group() {
      return group;
    }

    /** Its place among the groups, from 1. */
    int number() {
      return number;
    }

    int calls() {
      return calls;
    }
  }

  CallGroups(List<Entry> entries) {
    Map<CallGroup, Counted> known = new HashMap<>();
    ofCalls = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      CallGroup group = CallGroup.of(entry);
      Counted counted = known.get(group);
      if (counted == null) {
        counted = new Counted(group, groups.size() + 1);
        known.put(group, counted);
        groups.add(counted);
      }
      counted.calls++;
      ofCalls.add(counted);
    }
  }

  /** All groups, by their numbers. */
  List<Counted> groups() {
    return groups;
  }

  /** The group of the call with this index. */
  Counted ofCall(int index) {
    return ofCalls.get(index);
  }
}
