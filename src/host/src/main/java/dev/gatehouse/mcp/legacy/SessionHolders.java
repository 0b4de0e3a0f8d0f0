package dev.gatehouse.mcp.legacy;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.record.ResourceUri;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that hold a session open: that which opened it, and those of the same rotation chain that have used it since. The
 * session lives as long as one of them is let in, so a client whose key is rotated keeps its session. Any thread may use it.
 */
final class SessionHolders {

  /** Of a chain only a few keys are good at a time; one more lets go of the first. */
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

  /** Adds a key; false when it is there already, or the session is over. Whoever adds one has to {@link #watched watch} it. */
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

  /** Keeps what tells of the key's end; closes it when the key has been removed meanwhile, or removed and added again. */
  synchronized void watched(String keyId, Watch watch) {
    Holder holder = byKey.get(keyId);
    if (holder == null || holder.watch != null) {
      watch.close();
    } else {
      holder.watch = watch;
    }
  }

  /** A key has other rights now. */
  synchronized void changed(Principal now) {
    Holder holder = byKey.get(now.keyId());
    if (holder != null) {
      holder.principal = now;
    }
  }

  /** Removes a key; says whether none is left. */
  synchronized boolean remove(String keyId) {
    Holder holder = byKey.remove(keyId);
    if (holder != null) {
      holder.release();
    }
    return byKey.isEmpty();
  }

  /** Whether the caller's key is one of them, and was presented with the same secret from the same address. */
  synchronized boolean has(Principal caller) {
    Holder holder = byKey.get(caller.keyId());
    return holder != null && holder.principal.presentedAs(caller);
  }

  /** Whether no other key holds the session. */
  synchronized boolean isOnly(String keyId) {
    return byKey.size() == 1 && byKey.containsKey(keyId);
  }

  /** Whether all of them may read the resource: whoever reads the session's stream then may. */
  synchronized boolean mayRead(ResourceUri uri) {
    return !byKey.isEmpty() && byKey.values().stream().allMatch(holder -> holder.principal.grants().resource(uri).allowed());
  }

  /** The session is over. */
  synchronized void close() {
    closed = true;
    byKey.values().forEach(Holder::release);
    byKey.clear();
  }
}
