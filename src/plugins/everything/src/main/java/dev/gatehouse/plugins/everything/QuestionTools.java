package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.ClientAnswers;
import dev.gatehouse.spi.ClientInputs;
import dev.gatehouse.spi.ClientQuestion;
import dev.gatehouse.spi.Elicitation;
import dev.gatehouse.spi.ElicitationField;
import dev.gatehouse.spi.ElicitationResponse;
import dev.gatehouse.spi.ElicitationSchema;
import dev.gatehouse.spi.Root;
import dev.gatehouse.spi.Roots;
import dev.gatehouse.spi.Sampling;
import dev.gatehouse.spi.SamplingMessage;
import dev.gatehouse.spi.SamplingRequest;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Tools that ask the client. Written once, they work for clients of every revision. */
public final class QuestionTools {

  private static final int MAX_TOKENS = 100;

  private static SamplingRequest prompt(String text) {
    return SamplingRequest.of(MAX_TOKENS, SamplingMessage.withUserRole(text));
  }

  @Tool(name = "test_sampling", description = "Asks the client's model.")
  public String sampling(@ToolArg(description = "what to ask") String prompt, Sampling sampling) {
    return "LLM response: " + sampling.sample("answer", prompt(prompt)).text();
  }

  /** A client without sampling gets an error that says so. */
  @Tool(name = "test_missing_capability", description = "Needs a client whose model can be asked.")
  public String missingCapability(Sampling sampling) {
    return "LLM response: " + sampling.sample("answer", prompt("Say hello.")).text();
  }

  @Tool(name = "test_elicitation", description = "Asks the user.")
  public String elicitation(@ToolArg(description = "why, for the user") String message, Elicitation elicitation) {
    ElicitationResponse answer = elicitation.elicit("user", message, ElicitationSchema.of(
        ElicitationField.string("username").description("User's response"),
        ElicitationField.string("email").description("User's email address")));
    return "User response: action " + answer.action() + ", content " + answer.content();
  }

  @Tool(name = "test_streaming_elicitation", description = "Asks the user's name.")
  public String streamingElicitation(Elicitation elicitation) {
    ElicitationResponse answer = elicitation.elicit("user_name", "What is your name?",
        ElicitationSchema.of(ElicitationField.string("name")));
    return answer.isAccepted() ? "Hello, " + answer.getString("name") + "!" : "No name was given.";
  }

  /** For what must not pass through the client, such as a password. */
  @Tool(name = "ask_to_visit", description = "Asks the user to visit a page.")
  public String visit(Elicitation elicitation) {
    if (!elicitation.isUrlSupported()) {
      return "This client cannot send its user to a page.";
    }
    return "Visit: " + elicitation.elicitUrl("visit", "Please sign in there.", URI.create("https://example.com/sign-in")).action();
  }

  @Tool(name = "list_roots", description = "Asks for the user's folders.")
  public String roots(Roots roots) {
    return describe(roots.list("roots"));
  }

  /** Several questions in one round, by a method that needs no thread while it waits. */
  @Tool(name = "ask_all", description = "Asks the user and the model at once.")
  public CompletionStage<String> all(ClientInputs inputs) {
    return inputs.askAsync(Map.of(
        "name", new ClientQuestion.Form("What is your name?", ElicitationSchema.of(ElicitationField.string("name"))),
        "greeting", new ClientQuestion.Sample(prompt("Say hello.")))).thenApply(QuestionTools::greeting);
  }

  private static String greeting(ClientAnswers answers) {
    return answers.sampling("greeting").text() + " " + answers.elicitation("name").getString("name");
  }

  static String describe(List<Root> roots) {
    return roots.size() + " roots: " + roots.stream().map(Root::uri).collect(Collectors.joining(", "));
  }
}
