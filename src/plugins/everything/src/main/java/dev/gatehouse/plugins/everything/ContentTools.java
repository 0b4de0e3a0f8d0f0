package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolCallException;
import java.util.List;

/** What an answer may be made of. */
public final class ContentTools {

  @Tool(name = "test_simple_text", description = "Answers with a text.")
  public String text() {
    return "This is a simple text response for testing.";
  }

  @Tool(name = "test_image_content", description = "Answers with an image.")
  public ImageContent image() {
    return ImageContent.of(Samples.PNG, "image/png");
  }

  @Tool(name = "test_audio_content", description = "Answers with audio.")
  public AudioContent audio() {
    return AudioContent.of(Samples.WAV, "audio/wav");
  }

  @Tool(name = "test_embedded_resource", description = "Answers with a resource and what it holds.")
  public EmbeddedResource embedded() {
    return new EmbeddedResource(new TextResourceContents("test://embedded-resource", "This is an embedded resource content.",
        "text/plain"));
  }

  @Tool(name = "test_multiple_content_types", description = "Answers with a text, an image and a resource.")
  public List<Content> mixed() {
    return List.of(
        new TextContent("Multiple content types test:"),
        ImageContent.of(Samples.PNG, "image/png"),
        new EmbeddedResource(new TextResourceContents("test://mixed-content-resource", "{\"test\":\"data\",\"value\":123}",
            "application/json")));
  }

  @Tool(name = "link_resource", title = "Link a resource", description = "Answers with a link to a resource of this plugin.")
  public ResourceLink link() {
    return new ResourceLink("test://static-text", "static-text", "Static text", "A text that never changes", "text/plain");
  }

  /** A failure that the model reads. Any other exception's text stays in the host's log. */
  @Tool(name = "test_error_handling", description = "Always fails, in words.")
  public String failure() {
    throw new ToolCallException("This tool intentionally returns an error for testing");
  }
}
