package dev.gatehouse.client.chat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** The terminal as input: questions with line editing and a history, answers to servers' questions with neither's trace. */
final class Prompt {

  private final Terminal terminal;
  private final LineReader questions;
  private final LineReader answers;
  private final ReentrantLock use = new ReentrantLock();
  private volatile @Nullable Thread running;

  /**
   * A prompt.
   *
   * @param history where earlier questions are kept; a line with a key in it is not
   */
  Prompt(Terminal terminal, Path history) {
    this.terminal = terminal;
    this.questions = LineReaderBuilder.builder().terminal(terminal)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .variable(LineReader.HISTORY_FILE, history)
        .variable(LineReader.HISTORY_IGNORE, "*gth_*")
        .build();
    this.answers = LineReaderBuilder.builder().terminal(terminal)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .variable(LineReader.DISABLE_HISTORY, true)
        .build();
  }

  /** The next thing that the person says; empty when they leave. Ctrl-C gives a new line. */
  Optional<String> question() {
    // A server's question that outlives its turn is still open: it comes first.
    use.lock();
    try {
      return line();
    } finally {
      use.unlock();
    }
  }

  private Optional<String> line() {
    while (true) {
      try {
        return Optional.of(questions.readLine("you> ").strip());
      } catch (UserInterruptException e) {
        terminal.writer().println("(quit, or Ctrl-D, leaves)");
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Asks the person something else.
   *
   * @param asking asks, by {@link #answer}
   * @throws InterruptedException when the person would not answer, or is at the prompt by now
   */
  <T> T aside(Callable<T> asking) throws Exception {
    if (!use.tryLock()) {
      throw new InterruptedException();
    }
    try {
      return asking.call();
    } finally {
      use.unlock();
    }
  }

  /**
   * An answer to a question.
   *
   * @throws InterruptedException on Ctrl-C or Ctrl-D
   */
  String answer(String what) throws InterruptedException {
    try {
      return answers.readLine(what).strip();
    } catch (UserInterruptException | EndOfFileException e) {
      throw new InterruptedException();
    }
  }

  /** Runs something that Ctrl-C interrupts. */
  void interruptibly(Interruptible task) throws InterruptedException {
    running = Thread.currentThread();
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> stop());
    try {
      task.run();
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      running = null;
      // One that came too late is not for what follows.
      Thread.interrupted();
    }
  }

  /** Does what Ctrl-C does. */
  void stop() {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Something that can be interrupted. */
  @FunctionalInterface
  interface Interruptible {

    void run() throws InterruptedException;
  }
}
