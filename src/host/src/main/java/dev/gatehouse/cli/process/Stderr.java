package dev.gatehouse.cli.process;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link System#err} and {@link System#out} non-blocking: a stderr that nobody reads, such as the full pipe of a stopped log
 * collector, must not block an event loop that logs or a plugin that prints. The host itself writes to {@link #stream}, which a plugin that
 * closes {@link System#err} does not affect.
 *
 * <p>Not logback's {@code AsyncAppender}: that bounds events, each of any size, does not count what it drops, and leaves what plugins
 * print to block.
 */
public final class Stderr {

  /** The queue's bound: some ten thousand lines for a stopped reader. */
  private static final int MOST_BYTES = 4 << 20;
  /** A printed line is one write. */
  private static final int BUFFER = 8192;
  private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

  private static volatile @Nullable StderrWriter writer;
  private static volatile PrintStream stream = System.err;

  private Stderr() {
  }

  /** The host's own stderr, whatever plugins do to {@link System#err}. */
  public static PrintStream stream() {
    return stream;
  }

  /**
   * Replaces stderr and stdout by a stream to stderr that cannot be closed.
   *
   * @return the real stdout, which is for a command's result only: what a plugin prints must not mix with it
   */
  public static synchronized PrintStream share() {
    PrintStream stdout = System.out;
    share(System.err);
    return stdout;
  }

  private static void share(OutputStream to) {
    stream = new Shared(to);
    System.setErr(stream);
    System.setOut(stream);
  }

  /** Makes stderr non-blocking from now on, and sends stdout there as well. */
  public static synchronized void unblock() {
    if (writer == null) {
      writer = new StderrWriter(new FileOutputStream(FileDescriptor.err), MOST_BYTES).start();
      share(new BufferedOutputStream(writer, BUFFER));
    }
  }

  /** The terminal's charset, by the property that JDK 18 made official. */
  private static Charset charset() {
    String name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }

  /** How many lines were dropped since the start, because nobody read them. */
  public static long dropped() {
    StderrWriter current = writer;
    return current == null ? 0 : current.dropped();
  }

  /** Flushes the queue before the process ends, for a second at most. */
  public static void drain() {
    StderrWriter current = writer;
    if (current != null) {
      current.drain(LAST_FLUSH);
    }
  }

  /** A stream of the whole process: closing it only flushes it. */
  private static final class Shared extends PrintStream {

    Shared(OutputStream to) {
      super(to, true, charset());
    }

    @Override
    public void close() {
      flush();
    }
  }
}
