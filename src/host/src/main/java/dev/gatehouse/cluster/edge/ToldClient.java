package dev.gatehouse.cluster.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cluster.wire.AnswersForm;
import dev.gatehouse.cluster.wire.ToldForm;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.InputRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does with the client of a call what the worker tells that the plugin does. Confined to the call's event loop. */
final class ToldClient {

  /** A plugin that asks more often in one call floods its client. */
  private static final int MOST_ASKED = 1_000;

  private final ClientChannel client;
  private final Consumer<AnswersForm> worker;
  private int asked;

  /**
   * A call's client.
   *
   * @param worker is given the client's answers, on any thread
   */
  ToldClient(ClientChannel client, Consumer<AnswersForm> worker) {
    this.client = client;
    this.worker = worker;
  }

  void told(ToldForm told) {
    if (told instanceof ToldForm.Progress progress) {
      client.progress(progress.progress(), progress.total(), progress.message());
    } else if (told instanceof ToldForm.Log log) {
      client.log(log.level(), log.logger(), log.data());
    } else if (told instanceof ToldForm.Ask ask) {
      ask(ask);
    } else if (told instanceof ToldForm.Remember remember) {
      client.remember(remember.state());
    } else {
      client.release();
    }
  }

  /** Where the client answers in rounds, the worker knows the answers, and the channel only keeps what is asked. */
  private void ask(ToldForm.Ask ask) {
    boolean isInRounds = client.answers() != null;
    CompletionStage<Map<String, JsonNode>> answers = answers(ask.questions());
    if (!isInRounds) {
      answers.whenComplete((known, failure) -> worker.accept(new AnswersForm(ask.number(), known, bare(failure))));
    }
  }

  /** The plugin waits: it must be told also when the client cannot be asked. */
  private CompletionStage<Map<String, JsonNode>> answers(Map<String, InputRequest> questions) {
    if (asked++ >= MOST_ASKED) {
      return CompletableFuture.failedFuture(new IllegalStateException("the client was asked too often"));
    }
    try {
      return client.ask(questions);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static @Nullable Throwable bare(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
  }
}
