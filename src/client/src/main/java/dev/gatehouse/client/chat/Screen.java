package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Plain;
import dev.gatehouse.client.servers.Progress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;

/** The terminal as output: lines, the streamed answer, and below them one moving line for what still runs. */
final class Screen implements Display, AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";
  private static final String FRAMES = "|/-\\";
  private static final int MILLIS_PER_FRAME = 120;

  private final Terminal terminal;
  private final PrintWriter out;
  private final boolean moving;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread thread = new Thread(task, "spinner");
    thread.setDaemon(true);
    return thread;
  });
  private final Map<Work, String> running = new LinkedHashMap<>();
  private final StringBuilder kept = new StringBuilder();
  private boolean drawn;
  private boolean midLine;
  private boolean held;
  private int frame;

  Screen(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.moving = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
    clock.scheduleAtFixedRate(this::draw, MILLIS_PER_FRAME, MILLIS_PER_FRAME, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void line(String text) {
    print((midLine ? "\n" : "") + Plain.text(text) + "\n");
  }

  @Override
  public synchronized void answer(String piece) {
    print(Plain.text(piece));
  }

  /** Ends the line that an answer left open. */
  synchronized void endLine() {
    if (midLine) {
      print("\n");
    }
  }

  private void print(String text) {
    if (text.isEmpty()) {
      return;
    }
    midLine = !text.endsWith("\n");
    if (held) {
      kept.append(text);
      return;
    }
    erase();
    out.print(text);
    out.flush();
  }

  /** Leaves the terminal to somebody who asks a question there; what comes meanwhile is printed afterwards. */
  <T> T leaveTo(Callable<T> question) throws Exception {
    hold(true);
    try {
      return question.call();
    } finally {
      hold(false);
    }
  }

  private synchronized void hold(boolean hold) {
    erase();
    if (hold) {
      endLine();
    }
    held = hold;
    out.print(kept);
    out.flush();
    kept.setLength(0);
  }

  @Override
  public synchronized Work begin(String what) {
    Work work = new Work() {
      @Override
      public void progress(Progress progress) {
        show(this, what + bar(progress));
      }

      @Override
      public void close() {
        ended(this);
      }
    };
    running.put(work, what);
    return work;
  }

  private synchronized void show(Work work, String what) {
    running.replace(work, what);
  }

  private synchronized void ended(Work work) {
    running.remove(work);
    erase();
    out.flush();
  }

  private static String bar(Progress progress) {
    String message = progress.message().isEmpty() ? "" : " " + progress.message();
    if (progress.total() <= 0) {
      return " " + (long) progress.done() + message;
    }
    int percent = (int) Math.max(0, Math.min(100, 100 * progress.done() / progress.total()));
    return " [" + "#".repeat(percent / 10) + ".".repeat(10 - percent / 10) + "] " + percent + "%" + message;
  }

  private synchronized void draw() {
    if (!moving || held || midLine || running.isEmpty()) {
      return;
    }
    String what = FRAMES.charAt(frame++ % FRAMES.length()) + " " + running.values().stream().collect(Collectors.joining("; "));
    out.print(ERASE_LINE + Plain.line(what, Math.max(20, terminal.getColumns() - 1)));
    out.flush();
    drawn = true;
  }

  private void erase() {
    if (drawn) {
      out.print(ERASE_LINE);
      drawn = false;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
