package dev.gatehouse.auth;

import java.util.Set;

/** What a key store tells of changes, and to whom. Any thread may call. */
public interface KeyChanges {

  /** Nobody cares. */
  KeyChanges NONE = new KeyChanges() {
    @Override
    public void changed(String keyId) {
      // Nothing is open.
    }

    @Override
    public void allChanged() {
      // Nothing is open.
    }

    @Override
    public Set<String> inUse() {
      return Set.of();
    }
  };

  /** The key, or a record that it depends on, may be another now. */
  void changed(String keyId);

  /** Any key may be another now. */
  void allChanged();

  /** The ids of the keys that have something open or running, and of those that had a moment ago. */
  Set<String> inUse();
}
