package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.ClientAnswers;
import dev.gatehouse.spi.ClientInputs;
import dev.gatehouse.spi.ClientQuestion;
import dev.gatehouse.spi.Elicitation;
import dev.gatehouse.spi.ElicitationField;
import dev.gatehouse.spi.ElicitationResponse;
import dev.gatehouse.spi.ElicitationSchema;
import dev.gatehouse.spi.RequestState;
import dev.gatehouse.spi.Roots;
import dev.gatehouse.spi.Sampling;
import dev.gatehouse.spi.SamplingMessage;
import dev.gatehouse.spi.SamplingRequest;
import dev.gatehouse.spi.Tool;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls in several rounds. On the wire of 2026-07-28 each question ends the round, and the method runs again from its start with the
 * answers; on the older ones it waits. What one run must tell the next goes into {@link RequestState}.
 */
public final class RoundTools {

  private static final int MAX_TOKENS = 100;
  private static final ElicitationSchema NAME = ElicitationSchema.of(ElicitationField.string("name"));
  private static final ElicitationSchema CONFIRM = ElicitationSchema.of(ElicitationField.bool("ok"));
  private static final SamplingRequest CAPITAL =
      SamplingRequest.of(MAX_TOKENS, SamplingMessage.withUserRole("What is the capital of France?"));

  private static String hello(ElicitationResponse answer) {
    return answer.isAccepted() ? "Hello, " + answer.getString("name") + "!" : "No name was given.";
  }

  @Tool(name = "test_input_required_result_elicitation", description = "Asks the user's name.")
  public String elicitation(Elicitation elicitation) {
    return hello(elicitation.elicit("user_name", "What is your name?", NAME));
  }

  @Tool(name = "test_input_required_result_sampling", description = "Asks the client's model.")
  public String sampling(Sampling sampling) {
    return "The model says: " + sampling.sample("capital_question", CAPITAL).text();
  }

  @Tool(name = "test_input_required_result_list_roots", description = "Asks for the user's folders.")
  public String listRoots(Roots roots) {
    return QuestionTools.describe(roots.list("client_roots"));
  }

  @Tool(name = "test_input_required_result_request_state", description = "Remembers something from one round to the next.")
  public String state(RequestState state, Elicitation elicitation) {
    boolean known = state.get().filter("asked"::equals).isPresent();
    state.set("asked");
    ElicitationResponse answer = elicitation.elicit("confirm", "Please confirm", CONFIRM);
    return (known ? "state-ok" : "state-new") + ": " + answer.action();
  }

  @Tool(name = "test_input_required_result_tampered_state", description = "Refuses a state that was changed on its way.")
  public String tampered(RequestState state, Elicitation elicitation) {
    return state(state, elicitation);
  }

  @Tool(name = "test_input_required_result_multiple_inputs", description = "Asks the user, the model and for folders at once.")
  public String several(RequestState state, ClientInputs inputs) {
    state.set("asked");
    Map<String, ClientQuestion> questions = new LinkedHashMap<>();
    questions.put("user_name", new ClientQuestion.Form("What is your name?", NAME));
    questions.put("greeting", new ClientQuestion.Sample(CAPITAL));
    questions.put("client_roots", new ClientQuestion.ListRoots());
    ClientAnswers answers = inputs.ask(questions);
    return hello(answers.elicitation("user_name")) + " The model says: " + answers.sampling("greeting").text() + ". "
        + QuestionTools.describe(answers.roots("client_roots"));
  }

  @Tool(name = "test_input_required_result_multi_round", description = "Asks one thing after the other.")
  public String rounds(RequestState state, Elicitation elicitation) {
    state.set("round 1");
    ElicitationResponse name = elicitation.elicit("step1", "Step 1: What is your name?", NAME);
    state.set("round 2");
    ElicitationResponse color = elicitation.elicit("step2", "Step 2: What is your favorite color?",
        ElicitationSchema.of(ElicitationField.string("color")));
    return hello(name) + " Your favorite color is " + color.getString("color") + ".";
  }

  /** Asks what this client can answer, rather than fail. */
  @Tool(name = "test_input_required_result_capabilities", description = "Asks only what the client can answer.")
  public String capabilities(ClientInputs inputs) {
    Map<String, ClientQuestion> questions = new LinkedHashMap<>();
    questions.put("user_name", new ClientQuestion.Form("What is your name?", NAME));
    questions.put("capital_question", new ClientQuestion.Sample(CAPITAL));
    questions.values().removeIf(question -> !inputs.isSupported(question));
    if (questions.isEmpty()) {
      return "This client answers nothing.";
    }
    inputs.ask(questions);
    return "Answered: " + String.join(", ", questions.keySet());
  }
}
