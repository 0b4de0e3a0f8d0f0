package dev.gatehouse.plugin.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.ClientAnswers;
import dev.gatehouse.spi.ClientInputs;
import dev.gatehouse.spi.ClientQuestion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Asks the client of one call for input, if its capabilities allow every question of a round.
 *
 * @param channel the way there
 * @param questions writes what is asked
 * @param mayBlock whether the method may wait
 * @param threads where the plugin goes on with answers that came later
 */
record ChannelInputs(ClientChannel channel, Questions questions, boolean mayBlock, Executor threads) implements ClientInputs {

  @Override
  public boolean isSupported(ClientQuestion question) {
    ObjectNode lacking = Json.object();
    Questions.lacking(channel.capabilities(), question, lacking);
    return lacking.isEmpty();
  }

  @Override
  public CompletionStage<ClientAnswers> askAsync(Map<String, ? extends ClientQuestion> asked) {
    CompletableFuture<ClientAnswers> answers = answers(asked);
    // Not by thenApplyAsync: a failure would go on to the plugin's code on the thread that brought it, the event loop.
    return answers.isDone() ? answers : answers.whenCompleteAsync((known, failure) -> {}, threads);
  }

  private CompletableFuture<ClientAnswers> answers(Map<String, ? extends ClientQuestion> asked) {
    ObjectNode lacking = Json.object();
    Map<String, InputRequest> requests = new LinkedHashMap<>();
    asked.forEach((key, question) -> {
      Questions.lacking(channel.capabilities(), question, lacking);
      requests.put(key, questions.request(question));
    });
    return lacking.isEmpty()
        ? channel.ask(requests).<ClientAnswers>thenApply(answers -> new ChannelAnswers(Map.copyOf(asked), answers, questions))
            .toCompletableFuture()
        : CompletableFuture.failedFuture(new MissingCapabilityException(lacking));
  }

  @Override
  public ClientAnswers ask(Map<String, ? extends ClientQuestion> asked) {
    CompletableFuture<ClientAnswers> answers = answers(asked);
    if (!mayBlock && !answers.isDone()) {
      throw new IllegalStateException(
          "a method that returns a CompletionStage or says that it does not block must not wait; use ClientInputs.askAsync");
    }
    try {
      return answers.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the call ended while its client was asked");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException signal ? signal : new IllegalStateException(e.getCause());
    }
  }
}
