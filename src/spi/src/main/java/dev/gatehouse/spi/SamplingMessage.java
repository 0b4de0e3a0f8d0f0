package dev.gatehouse.spi;

import java.util.Objects;

/**
 * One message to a model.
 *
 * @param role who says it
 * @param content text, an image or audio
 */
public record SamplingMessage(Role role, Content content) {

  /** Refuses null, and content that a model cannot be sent. */
  public SamplingMessage {
    Objects.requireNonNull(role, "role");
    if (!(content instanceof TextContent || content instanceof ImageContent || content instanceof AudioContent)) {
      throw new IllegalArgumentException("a model can be sent text, images and audio only");
    }
  }

  /**
   * The user says a text.
   *
   * @param text what is said
   * @return the message
   */
  public static SamplingMessage withUserRole(String text) {
    return new SamplingMessage(Role.USER, new TextContent(text));
  }

  /**
   * The assistant says a text.
   *
   * @param text what is said
   * @return the message
   */
  public static SamplingMessage withAssistantRole(String text) {
    return new SamplingMessage(Role.ASSISTANT, new TextContent(text));
  }
}
