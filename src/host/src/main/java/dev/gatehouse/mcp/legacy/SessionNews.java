package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.mcp.Notifications;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sessions that have their connection on this host of changes: those of this host's plugins, and those that other hosts report.
 */
final class SessionNews implements Changes, SessionStore.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);

  private final Sessions sessions;
  private final SessionViews views;
  private final SessionStore store;
  private final ListDigests lists;
  private final Changes others;

  /**
   * News for these views.
   *
   * @param others told of what plugins on other hosts announce
   */
  SessionNews(Sessions sessions, SessionViews views, SessionStore store, ListDigests lists, Changes others) {
    this.sessions = sessions;
    this.views = views;
    this.store = store;
    this.lists = lists;
    this.others = others;
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    Batches.run(views.of(tenant).toList(), session -> tell(session, Set.of(kind)));
  }

  /** A plugin on this host says that a list has changed. */
  @Override
  public void listAnnounced(String tenant, Kind kind) {
    announce(tenant, kind);
    store.tell(SessionStore.ALL, new Signal(Signal.Kind.LISTED, tenant, kind.name()));
  }

  /** Whatever this host's own lists say: what a plugin offers may depend on more than its jar. */
  private void announce(String tenant, Kind kind) {
    Batches.run(views.of(tenant).filter(session -> session.streams().own().isMine()).toList(),
        session -> session.streams().own().announce(Notifications.listChanged(kind)));
  }

  /** Tells a client that has connected which lists have changed since it was told last, by any host. */
  void catchUp(Session session) {
    tell(session, EnumSet.of(Kind.TOOL, Kind.PROMPT, Kind.RESOURCE));
  }

  /**
   * Tells a session's client of those lists that are not as it was told last, if it is for this host to tell. What nobody reads now is only
   * kept: the client is told when it connects, even if it does not ask for what it has missed.
   */
  private Future<Void> tell(Session session, Set<Kind> kinds) {
    if (!session.streams().own().isMine()) {
      return Future.succeededFuture();
    }
    String now = lists.of(session.served().catalogue());
    Set<Kind> changed = ListDigests.changed(session.toldLists(), now);
    changed.retainAll(kinds);
    Future<Void> told = session.streams().own().isRead() && !changed.isEmpty()
        ? session.toldLists(ListDigests.with(session.toldLists(), now, changed))
        : Future.succeededFuture();
    changed.forEach(kind -> session.streams().own().announce(Notifications.listChanged(kind)));
    return told;
  }

  /** A plugin on this host has changed a resource. */
  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    tell(tenant, uri);
    store.tell(SessionStore.ALL, new Signal(Signal.Kind.UPDATED, tenant, uri.text()));
  }

  private void tell(String tenant, ResourceUri uri) {
    Batches.run(views.of(tenant).filter(session -> session.covers(uri)).toList(),
        session -> session.streams().own().announce(Notifications.resourceUpdated(uri)));
  }

  @Override
  public void changed(String id) {
    Session session = views.get(id);
    if (session != null) {
      sessions.refresh(session);
    }
  }

  @Override
  public void appended(String id) {
    Session session = views.get(id);
    if (session != null) {
      session.streams().appended();
    }
  }

  /** What is not in use now is looked for when a request comes. */
  @Override
  public void allChanged() {
    Batches.run(views.all().stream().filter(Session::isActive).toList(), session -> {
      session.streams().appended();
      return sessions.refresh(session);
    });
  }

  @Override
  public void told(int from, Signal signal) {
    try {
      take(signal);
    } catch (JsonProcessingException | RpcException | IllegalArgumentException e) {
      LOG.warn("host {} has sent a message that cannot be read: {}", from, signal.kind());
    }
  }

  private void take(Signal signal) throws JsonProcessingException {
    switch (signal.kind()) {
      case UPDATED -> updated(signal.subject(), ResourceUri.of(signal.content()));
      case LISTED -> listed(signal.subject(), Kind.valueOf(signal.content()));
      case ANSWER -> answered(signal.subject(), signal.content());
      case CANCEL -> cancelled(signal.subject(), signal.content());
    }
  }

  private void updated(String tenant, ResourceUri uri) {
    tell(tenant, uri);
    others.resourceUpdated(tenant, uri);
  }

  private void listed(String tenant, Kind kind) {
    announce(tenant, kind);
    others.listChanged(tenant, kind);
  }

  private void answered(String id, String message) throws JsonProcessingException {
    Session session = views.get(id);
    // Not read when no call waits: a client may send any number of answers, each as long as a body may be.
    if (session != null && session.questions().areOpen() && RpcCodec.read(Json.read(message)) instanceof RpcResponse response) {
      session.questions().complete(response);
    }
  }

  private void cancelled(String id, String request) throws JsonProcessingException {
    Session session = views.get(id);
    if (session != null && session.isBusy()) {
      session.cancel(new RpcId(Json.read(request)));
    }
  }
}
