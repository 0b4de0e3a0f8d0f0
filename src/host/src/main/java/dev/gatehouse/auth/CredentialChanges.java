package dev.gatehouse.auth;

import java.util.Set;

/** Listener for changes of stored credentials, named by {@link Validity#subject}. Any thread may call. */
public interface CredentialChanges {

  /** Ignores every change. */
  CredentialChanges NONE = new CredentialChanges() {
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

  /** The key, or a record that it depends on, may have changed. */
  void changed(String keyId);

  /** Any key may have changed. */
  void allChanged();

  /** The ids of the keys that have something open or running, and of those that had a moment ago. */
  Set<String> inUse();
}
