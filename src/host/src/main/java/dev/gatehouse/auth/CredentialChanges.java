package dev.gatehouse.auth;

import java.util.Set;

/** Listener for changes of stored credentials, named by {@link Validity#subject}. Any thread may call. */
public interface CredentialChanges {

  /** Ignores every change. */
  CredentialChanges NONE = new CredentialChanges() {
    @Override
    public void changed(String subject) {
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

  /** A credential, or a record that it depends on, may have changed. */
  void changed(String subject);

  /** Any credential may have changed. */
  void allChanged();

  /** The subjects that have something open or running, or had a moment ago. */
  Set<String> inUse();
}
