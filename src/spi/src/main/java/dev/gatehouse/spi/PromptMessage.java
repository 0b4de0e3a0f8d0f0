package dev.gatehouse.spi;

import java.util.Objects;

/**
 * One message of a prompt.
 *
 * @param role who says it
 * @param content what is said
 */
public record PromptMessage(Role role, Content content) {

  /** Refuses null. */
  public PromptMessage {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }

  /**
   * The user says a text.
   *
   * @param text what is said
   * @return the message
   */
  public static PromptMessage withUserRole(String text) {
    return withUserRole(new TextContent(text));
  }

  /**
   * The user says something.
   *
   * @param content what is said
   * @return the message
   */
  public static PromptMessage withUserRole(Content content) {
    return new PromptMessage(Role.USER, content);
  }

  /**
   * The assistant says a text.
   *
   * @param text what is said
   * @return the message
   */
  public static PromptMessage withAssistantRole(String text) {
    return withAssistantRole(new TextContent(text));
  }

  /**
   * The assistant says something.
   *
   * @param content what is said
   * @return the message
   */
  public static PromptMessage withAssistantRole(Content content) {
    return new PromptMessage(Role.ASSISTANT, content);
  }
}
