package dev.gatehouse.cli.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;

/**
 * A non-blocking output stream: writes go to a byte-bounded queue, and a separate thread writes them. While nobody reads the target, what
 * does not fit is dropped and counted; the count is written as one line when the target takes bytes again.
 */
final class StderrWriter extends OutputStream {

  /** The heap size of the objects that hold one write, in bytes. */
  private static final int OVERHEAD = 64;

  /** As at the start: a plugin may change the default of the JVM. */
  private final ZoneId zone = ZoneId.systemDefault();
  private final OutputStream target;
  private final int mostBytes;
  /** Guarded by this, like all fields below. */
  private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
  private int queuedBytes;
  private boolean writing;
  private long dropped;
  private long reported;

  /**
   * A stream whose thread has not been started.
   *
   * @param target where bytes go; only the thread blocks on it
   * @param mostBytes how much may wait for it
   */
  StderrWriter(OutputStream target, int mostBytes) {
    this.target = target;
    this.mostBytes = mostBytes;
  }

  StderrWriter start() {
    Thread thread = new Thread(this::run, "stderr");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  /** Never blocks on the target. */
  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (queuedBytes + length + OVERHEAD > mostBytes) {
      dropped += lines(bytes, offset, length);
      return;
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    queue.add(copy);
    queuedBytes += length + OVERHEAD;
    notifyAll();
  }

  private static int lines(byte[] bytes, int offset, int length) {
    int lines = 0;
    for (int i = offset; i < offset + length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return Math.max(1, lines);
  }

  /** The number of lines dropped since the start. */
  synchronized long dropped() {
    return dropped;
  }

  /** Waits for the queue to be written, with a timeout. Returns whether it is. */
  synchronized boolean drain(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (!queue.isEmpty() || writing) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** The number of lines dropped since the last report, as soon as the target takes bytes again; until then 0. */
  private synchronized long unreported() {
    if (queuedBytes > mostBytes / 2) {
      return 0;
    }
    long more = dropped - reported;
    reported = dropped;
    return more;
  }

  private void run() {
    while (true) {
      byte[] next;
      try {
        next = take();
      } catch (InterruptedException e) {
        return;
      }
      writeOut(next);
    }
  }

  private synchronized byte[] take() throws InterruptedException {
    writing = false;
    notifyAll();
    while (queue.isEmpty()) {
      wait();
    }
    writing = true;
    byte[] next = queue.remove();
    queuedBytes -= next.length + OVERHEAD;
    return next;
  }

  /** Ignores failures: a closed pipe must not stop the thread, and later writes fail as fast. */
  private void writeOut(byte[] bytes) {
    try {
      target.write(bytes);
      reportDropped();
      target.flush();
    } catch (IOException e) {
      synchronized (this) {
        dropped += lines(bytes, 0, bytes.length);
      }
    }
  }

  private void reportDropped() throws IOException {
    long more = unreported();
    if (more > 0) {
      String message = more + " lines were dropped: nobody read stderr";
      if (LogEncoder.isJson()) {
        target.write(LogEncoder.json(Instant.now(), "WARN", "Stderr", message));
        return;
      }
      String now = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now(zone).truncatedTo(ChronoUnit.MILLIS));
      target.write((now + " WARN  Stderr: " + message + '\n').getBytes(StandardCharsets.UTF_8));
    }
  }
}
