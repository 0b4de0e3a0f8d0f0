package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Plain;
import dev.gatehouse.client.servers.Questions;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitUrlRequest;
import java.util.Map;
import java.util.concurrent.Callable;

/** Puts servers' questions to the person, one at a time, always saying which server asks. */
final class PersonAtPrompt implements Questions {

  private final Screen screen;
  private final Prompt prompt;

  PersonAtPrompt(Screen screen, Prompt prompt) {
    this.screen = screen;
    this.prompt = prompt;
  }

  @Override
  public ElicitResult form(String server, ElicitFormRequest request) {
    return asked(server, request.message(), () -> agreed("  answer it?")
        ? result(ElicitResult.Action.ACCEPT, new Form(request.requestedSchema(), prompt::answer).fill())
        : result(ElicitResult.Action.DECLINE, Map.of()));
  }

  @Override
  public ElicitResult url(String server, ElicitUrlRequest request) {
    String message = request.message() + " (to be opened in a browser: " + request.url() + ")";
    return asked(server, message, () -> result(agreed("  will you?") ? ElicitResult.Action.ACCEPT : ElicitResult.Action.DECLINE, Map.of()));
  }

  /** Two servers may ask at once; a person answers one after the other. Who would not answer does not want the rest either. */
  private synchronized ElicitResult asked(String server, String message, Callable<ElicitResult> question) {
    try {
      return prompt.aside(() -> {
        screen.line("?? " + server + " asks: " + Plain.line(message));
        return screen.leaveTo(question);
      });
    } catch (InterruptedException e) {
      prompt.stop();
      return result(ElicitResult.Action.CANCEL, Map.of());
    } catch (Exception e) {
      throw new IllegalStateException("the question could not be asked", e);
    }
  }

  private boolean agreed(String what) throws InterruptedException {
    String answer = prompt.answer(what + " [y/n] ");
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  private static ElicitResult result(ElicitResult.Action action, Map<String, Object> content) {
    return new ElicitResult(action, action == ElicitResult.Action.ACCEPT ? content : null);
  }
}
