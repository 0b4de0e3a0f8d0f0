package dev.gatehouse;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * Makes {@link System#err} and {@link System#out} of this process a non-blocking log: a stderr that nobody reads, such as the full pipe
 * of a stopped log collector, must not stop an event loop that logs or a plugin that prints. The log's appender writes to
 * {@link System#err}, and so is covered, too.
 *
 * <p>Not logback's {@code AsyncAppender}: that bounds events, each of any size, does not count what it drops, and leaves what plugins
 * print to block.
 */
final class Stderr {

  /** A stopped reader is given some ten thousand lines of time. */
  private static final int MOST_BYTES = 4 << 20;
  /** One line that is printed goes out as one write. */
  private static final int BUFFER = 8192;
  private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

  private static volatile StderrWriter writer;

  private Stderr() {
  }

  /** From here on nothing that is written to stderr blocks. Stdout, which carries what a command was asked for, leads there as well. */
  static synchronized void unblock() {
    if (writer == null) {
      writer = new StderrWriter(new FileOutputStream(FileDescriptor.err), MOST_BYTES).start();
      PrintStream stream = new PrintStream(new BufferedOutputStream(writer, BUFFER), true, charset());
      System.setErr(stream);
      System.setOut(stream);
    }
  }

  /** What the terminal reads, by the property that JDK 18 made official. */
  private static Charset charset() {
    String name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }

  /** How many lines were dropped since the start, because nobody read them. */
  static long dropped() {
    StderrWriter current = writer;
    return current == null ? 0 : current.dropped();
  }

  /** Before the process ends: lets what is queued be written, for a second at most. */
  static void drain() {
    StderrWriter current = writer;
    if (current != null) {
      current.drain(LAST_FLUSH);
    }
  }
}
