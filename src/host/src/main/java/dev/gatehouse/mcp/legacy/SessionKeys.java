package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.Notifications;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Ends sessions, and connections that show them, when the keys end that hold them open. */
final class SessionKeys {

  private final CredentialWatch credentials;
  private final Ends ends;

  /** What happens to a session whose last key on this host has ended. */
  interface Ends {

    /** It ends on this host, and on all when no other key has used it since. */
    void ended(Session session, boolean forAll);

    /** As {@link #ended}, for a session without a connection here: hosts that have one tell its client the reason first. */
    void endedUnread(Session session, boolean forAll);
  }

  SessionKeys(CredentialWatch credentials, Ends ends) {
    this.credentials = credentials;
    this.ends = ends;
  }

  /** Adds a key that keeps the session open as long as it is admitted, unless it is there already. */
  void hold(Session session, Principal principal) {
    if (session.holders().add(principal)) {
      session.holders().watched(principal.keyId(),
          watch(session, principal, session.holders()::changed, why -> leave(session, principal, why)));
      keep(session, principal.keyId());
    }
  }

  /** Notes for all hosts which key keeps the session open. */
  private static void keep(Session session, String key) {
    if (!session.record().key().equals(key)) {
      session.change(Map.of(SessionFields.KEY, key), Set.of());
    }
  }

  /** Watches a key; if the session ends with it, {@code ended} runs only after the session's calls have been answered. */
  private Watch watch(Session session, Principal principal, Consumer<Principal> changed, Consumer<Refused> ended) {
    BooleanSupplier busy = () -> session.isBusy() && session.holders().isOnly(principal.keyId());
    return credentials.watchHolder(principal, busy, new Watch.Listener() {
      @Override
      public void changed(Principal now) {
        changed.accept(now);
      }

      @Override
      public void ended(Refused why) {
        ended.accept(why);
      }
    });
  }

  /**
   * Removes a key that is no longer admitted. If it was the last one on this host, the session ends; but when another key has used it since
   * on another host, it ends on this host only. A token that has expired, or that alone was revoked, leaves the session to the next one of
   * its subject and client, which comes when there is something to ask; until then it is idle like any other.
   */
  private void leave(Session session, Principal principal, Refused why) {
    boolean last = session.holders().remove(principal.keyId());
    boolean itsOwn = session.record().key().equals(principal.keyId());
    if (principal.token() != null && why.endsOneToken() && !session.isBound()) {
      return;
    }
    if (!last) {
      String other = session.holders().any();
      if (itsOwn && other != null) {
        keep(session, other);
      }
    } else if (session.streams().own().isRead()) {
      session.farewell(Notifications.message(LogLevel.ERROR, "gatehouse", TextNode.valueOf(McpErrors.KEY_ENDED)))
          .onComplete(said -> ends.ended(session, itsOwn));
    } else {
      ends.endedUnread(session, itsOwn);
    }
  }

  /**
   * Binds a connection that shows a stream of the session to the caller who opened the connection.
   *
   * @param cut closes the connection; runs when that caller is no longer admitted
   */
  Watch reader(Session session, Principal principal, Runnable cut) {
    Consumer<Refused> ended = why -> {
      if (session.holders().has(principal)) {
        leave(session, principal, why);
      }
      // A session that ends with its key announces that on its stream first.
      session.farewell().onComplete(said -> cut.run());
    };
    // A change of rights concerns the session, which has its own watch.
    return watch(session, principal, now -> {}, ended);
  }
}
