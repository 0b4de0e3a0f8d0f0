package dev.gatehouse.client.chat;

import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The terminal as input: questions with line editing and a history, answers to servers' questions with neither's trace. */
final class Prompt {

  private final Terminal terminal;
  private final LineReader questions;
  private final LineReader answers;

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
   * An answer to a question.
   *
   * @throws InterruptedException on Ctrl-C or Ctrl-D, which also stop the turn
   */
  String answer(String what) throws InterruptedException {
    try {
      return answers.readLine(what).strip();
    } catch (UserInterruptException | EndOfFileException e) {
      terminal.raise(Terminal.Signal.INT);
      throw new InterruptedException();
    }
  }

  /** Runs something that Ctrl-C interrupts. */
  void interruptibly(Interruptible task) throws InterruptedException {
    Thread here = Thread.currentThread();
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> here.interrupt());
    try {
      task.run();
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      // One that came too late is not for what follows.
      Thread.interrupted();
    }
  }

  /** Something that can be interrupted. */
  @FunctionalInterface
  interface Interruptible {

    void run() throws InterruptedException;
  }
}
