package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.CompleteContext;
import dev.gatehouse.spi.CompletePrompt;
import dev.gatehouse.spi.Elicitation;
import dev.gatehouse.spi.ElicitationField;
import dev.gatehouse.spi.ElicitationResponse;
import dev.gatehouse.spi.ElicitationSchema;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.Prompt;
import dev.gatehouse.spi.PromptArg;
import dev.gatehouse.spi.PromptMessage;
import dev.gatehouse.spi.PromptResponse;
import dev.gatehouse.spi.TextResourceContents;
import java.util.List;
import java.util.stream.Stream;

/** Prompts, and what completes their arguments. */
public final class Prompts {

  @Prompt(name = "test_simple_prompt", title = "Simple", description = "A prompt without arguments")
  public String simple() {
    return "This is a simple prompt for testing.";
  }

  @Prompt(name = "test_prompt_with_arguments", description = "A prompt with two arguments")
  public String arguments(@PromptArg(description = "First test argument") String arg1,
      @PromptArg(description = "Second test argument") String arg2) {
    return "Prompt with arguments: arg1='" + arg1 + "', arg2='" + arg2 + "'";
  }

  /** Proposes values for one argument; the context tells what the other is, if it is known. */
  @CompletePrompt("test_prompt_with_arguments")
  public List<String> completeArg1(String arg1, CompleteContext context) {
    String suffix = context.arguments().containsKey("arg2") ? "-" + context.arguments().get("arg2") : "";
    return Stream.of("test", "testing", "paris", "park").filter(value -> value.startsWith(arg1)).map(value -> value + suffix).toList();
  }

  @Prompt(name = "test_prompt_with_embedded_resource", description = "A prompt that holds a resource")
  public List<PromptMessage> embedded(@PromptArg(description = "URI of the resource to embed") String resourceUri) {
    return List.of(
        PromptMessage.withUserRole(new EmbeddedResource(
            new TextResourceContents(resourceUri, "Embedded resource content for testing.", "text/plain"))),
        PromptMessage.withUserRole("Please process the embedded resource above."));
  }

  @Prompt(name = "test_prompt_with_image", description = "A prompt that holds an image")
  public PromptResponse image() {
    return PromptResponse.withMessages(
        PromptMessage.withUserRole(ImageContent.of(Samples.PNG, "image/png")),
        PromptMessage.withUserRole("Please analyze the image above."));
  }

  /** Prompts and resources may ask the client as tools do. */
  @Prompt(name = "test_input_required_result_prompt", description = "A prompt that asks the user first")
  public String asking(Elicitation elicitation) {
    ElicitationResponse answer = elicitation.elicit("user_context", "What context should the prompt use?",
        ElicitationSchema.of(ElicitationField.string("context")));
    return "Use this context: " + (answer.isAccepted() ? answer.getString("context") : "none");
  }
}
