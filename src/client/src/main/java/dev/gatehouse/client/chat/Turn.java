package dev.gatehouse.client.chat;

import dev.gatehouse.client.model.History;
import dev.gatehouse.client.model.Model;
import dev.gatehouse.client.model.ModelException;
import dev.gatehouse.client.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** One question, answered in rounds: the model speaks, the tools that it asks for run, until it asks for none. */
final class Turn {

  /** A model that goes on longer is going in circles. */
  private static final int MOST_ROUNDS = 25;
  private static final String STOPPED = "not finished: the person stopped it";

  private final Model model;
  private final History history;
  private final Display display;
  private final ExecutorService threads = Threads.waiting("tool");

  Turn(Model model, History history, Display display) {
    this.model = model;
    this.history = history;
    this.display = display;
  }

  /**
   * Answers the question.
   *
   * @throws ModelException when the model does not answer
   * @throws InterruptedException when the person stopped it; what was said until then stays said
   */
  void run(String question, Toolbox tools) throws ModelException, InterruptedException {
    history.asked(question);
    try {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        Reply reply = reply(tools);
        if (reply.requests().isEmpty()) {
          history.answered(reply, List.of());
          return;
        }
        call(reply, tools);
      }
      display.line("!! stopped after " + MOST_ROUNDS + " rounds of calls without an answer");
    } finally {
      history.withdraw();
    }
  }

  @SuppressWarnings("try")
  private Reply reply(Toolbox tools) throws ModelException, InterruptedException {
    try (Display.Work work = display.begin("thinking")) {
      return model.reply(history, tools.descriptions(), display::answer);
    }
  }

  private void call(Reply reply, Toolbox tools) throws InterruptedException {
    ToolRunner runner = new ToolRunner(tools, display);
    List<Future<String>> calls = new ArrayList<>();
    reply.requests().forEach(request -> calls.add(threads.submit(() -> runner.run(request))));
    List<String> results = new ArrayList<>();
    try {
      for (Future<String> call : calls) {
        results.add(result(call));
      }
    } finally {
      calls.stream().skip(results.size()).forEach(call -> results.add(ended(call)));
      history.answered(reply, results);
    }
  }

  private static String result(Future<String> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      return "failed: " + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
    }
  }

  /** What is finished counts, whoever was waited for. */
  private static String ended(Future<String> call) {
    if (call.cancel(true)) {
      return STOPPED;
    }
    try {
      return call.get();
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      return STOPPED;
    }
  }
}
