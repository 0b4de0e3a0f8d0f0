package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.HttpAnswer;
import dev.gatehouse.bench.Key;
import dev.gatehouse.bench.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Sends messages one after the other and looks at what comes back. For one thread. */
final class Worker implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 15_000;
  private static final int QUIET_MILLIS = 250;
  /** How long raw HTTP may wait for bytes that never come. */
  static final int RAW_MILLIS = 400;
  private static final int SECOND_MILLIS = 60;
  private static final int UNKNOWN_SESSION = 404;
  private static final int REMEMBERED = 3;

  private final int port;
  private final int rawMillis;
  private final Checks checks;
  private final Report report;
  private final Sessions sessions;
  private final Deque<String> onStream = new ArrayDeque<>();
  private Wire wire;

  /**
   * A worker.
   *
   * @param rawMillis how long it waits for the answer to raw HTTP, which need not have one
   */
  Worker(int port, Checks checks, Report report, int rawMillis) {
    this.rawMillis = rawMillis;
    this.port = port;
    this.checks = checks;
    this.report = report;
    this.sessions = new Sessions(port);
  }

  /** Sends a message, counts what comes of it and reports what is wrong with that. */
  void send(Message message) {
    Optional<String> session = message.session() == null ? Optional.of("") : sessions.id(message);
    if (session.isEmpty()) {
      report.came("not sent: no session could be opened");
      return;
    }
    report.sent(message);
    if (Seed.OLDEST.equals(message.session())) {
      onStream.addFirst(message.toString());
      if (onStream.size() > REMEMBERED) {
        onStream.removeLast();
      }
    }
    List<String> faults = faults(message, session.get());
    faults.forEach(fault -> report.fault(fault + message.kind(), message.toString()));
  }

  /** Sends a message. Gives what is wrong. */
  private List<String> faults(Message message, String session) {
    List<String> faults = new ArrayList<>();
    try {
      if (message.own()) {
        raw(message, session, faults);
      } else {
        ordinary(message, session, faults);
      }
    } catch (SocketTimeoutException e) {
      drop();
      report.came("no answer");
      if (!message.own()) {
        faults.add("no answer within " + PATIENCE_MILLIS / 1000 + " s");
      }
    } catch (ConnectException e) {
      report.came("no connection");
      faults.add("the host accepts no connection");
    } catch (IOException e) {
      drop();
      report.came("closed: " + e.getMessage());
    }
    sessions.events().forEach(this::event);
    return faults;
  }

  /** Looks at what came on the stream of 2024-11-05, which answers one of the messages before this one. */
  private void event(String event) {
    report.came("an event of " + Seed.OLDEST);
    List<String> found = new ArrayList<>();
    checks.rpc(Rights.ALL, event, found);
    checks.told(event, found);
    found.forEach(fault -> report.fault(fault, "on the stream of " + Seed.OLDEST + ": " + Key.hidden(event) + "\nto one of "
        + String.join("\nor ", onStream)));
  }

  private void ordinary(Message message, String session, List<String> faults) throws IOException {
    if (!message.shares()) {
      drop();
    }
    HttpAnswer answer = exchange(message, session);
    if (answer == null) {
      drop();
      report.came("closed without an answer");
      return;
    }
    if (answer.whole() && !wire.available().isEmpty()) {
      faults.add("more came than an answer");
    }
    if (!answer.whole() || answer.closes() || !message.shares()) {
      drop();
    }
    if (answer.status() == UNKNOWN_SESSION && message.session() != null) {
      sessions.forget(message);
    }
    look(message, answer);
  }

  /** The host may close a connection that has served at any moment: then a new one counts. */
  private HttpAnswer exchange(Message message, String session) throws IOException {
    if (wire != null) {
      try {
        HttpAnswer answer = exchange(wire, message, session);
        if (answer != null) {
          return answer;
        }
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        report.came("a connection that had served was closed");
      }
      drop();
    }
    wire = Wire.open(port);
    return exchange(wire, message, session);
  }

  private static HttpAnswer exchange(Wire wire, Message message, String session) throws IOException {
    try {
      wire.send(message.bytes(session));
    } catch (IOException e) {
      // The host may have answered before it had read all, and closed.
      return wire.read(RAW_MILLIS, QUIET_MILLIS, message.isHead());
    }
    return wire.read(PATIENCE_MILLIS, QUIET_MILLIS, message.isHead());
  }

  /** On a connection of its own, with all answers that come. */
  private void raw(Message message, String session, List<String> faults) throws IOException {
    try (Wire own = Wire.open(port)) {
      own.send(message.bytes(session));
      HttpAnswer answer = own.read(rawMillis, QUIET_MILLIS, message.isHead());
      int answers = 0;
      while (answer != null) {
        answers++;
        look(message, answer);
        answer = answer.whole() ? another(own) : null;
      }
      if (answers == 0) {
        report.came("closed without an answer");
      } else if (answers > message.answers()) {
        faults.add("one request was answered " + answers + " times");
      }
    }
  }

  private static HttpAnswer another(Wire own) {
    try {
      return own.read(SECOND_MILLIS, QUIET_MILLIS, false);
    } catch (IOException e) {
      // There is none: silence, or a connection that was cut.
      return null;
    }
  }

  private void look(Message message, HttpAnswer answer) {
    report.came(Checks.kind(answer));
    List<String> found = checks.faults(message, answer);
    found.forEach(fault -> report.fault(fault + message.kind(), message + "\nwas answered " + Key.hidden(answer.toString())));
  }

  private void drop() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }

  @Override
  public void close() {
    drop();
    sessions.close();
  }
}
