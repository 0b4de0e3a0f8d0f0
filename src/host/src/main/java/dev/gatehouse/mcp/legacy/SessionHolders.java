package dev.gatehouse.mcp.legacy;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.record.ResourceUri;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that keep a session open: the one that opened it, and those of the same rotation chain that have used it since. The session
 * lives as long as one of them is admitted, so a client whose key is rotated keeps its session. Thread-safe.
 */
final class SessionHolders {

  /** The maximum number of keys; one more releases the first. Few keys of a chain are valid at the same time. */
  private static final int MOST = 4;

  /** Nearly always one. */
  private final Map<String, Holder> byKey = new LinkedHashMap<>(2);
  private boolean closed;

  private static final class Holder {
    private Principal principal;
    private @Nullable Watch watch;

    Holder(Principal principal) {
      this.principal = principal;
    }

    void release() {
      if (watch != null) {
        watch.close();
      }
    }
  }

  /** Adds a key; false when it is there already, or the session has ended. The caller must {@link #watched watch} an added key. */
  synchronized boolean add(Principal principal) {
    if (closed || byKey.containsKey(principal.keyId())) {
      return false;
    }
    if (byKey.size() == MOST) {
      Iterator<Holder> all = byKey.values().iterator();
      all.next().release();
      all.remove();
    }
    byKey.put(principal.keyId(), new Holder(principal));
    return true;
  }

  /** Sets the watch of a key; closes the watch when the key has been removed meanwhile, or removed and added again. */
  synchronized void watched(String keyId, Watch watch) {
    Holder holder = byKey.get(keyId);
    if (holder == null || holder.watch != null) {
      watch.close();
    } else {
      holder.watch = watch;
    }
  }

  /** Replaces the principal of a key whose rights have changed. */
  synchronized void changed(Principal now) {
    Holder holder = byKey.get(now.keyId());
    if (holder != null) {
      holder.principal = now;
    }
  }

  /** Removes a key; true when none is left. */
  synchronized boolean remove(String keyId) {
    Holder holder = byKey.remove(keyId);
    if (holder != null) {
      holder.release();
    }
    return byKey.isEmpty();
  }

  /** One of the keys, or null when there is none. */
  synchronized @Nullable String any() {
    return byKey.isEmpty() ? null : byKey.keySet().iterator().next();
  }

  /** The keys as audit shows them. */
  synchronized List<String> shown() {
    return byKey.values().stream().map(holder -> holder.principal.displayId()).toList();
  }

  /** Whether it contains the caller's key, presented with the same secret from the same address. */
  synchronized boolean has(Principal caller) {
    Holder holder = byKey.get(caller.keyId());
    return holder != null && holder.principal.presentedAs(caller);
  }

  /** Whether this is the only key. */
  synchronized boolean isOnly(String keyId) {
    return byKey.size() == 1 && byKey.containsKey(keyId);
  }

  /** Whether all keys may read the resource, since any of them may read the session's stream. */
  synchronized boolean mayRead(ResourceUri uri) {
    return !byKey.isEmpty() && byKey.values().stream().allMatch(holder -> holder.principal.grants().resource(uri).allowed());
  }

  /** Releases all keys, when the session has ended. */
  synchronized void close() {
    closed = true;
    byKey.values().forEach(Holder::release);
    byKey.clear();
  }
}
