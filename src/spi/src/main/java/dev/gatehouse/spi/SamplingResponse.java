package dev.gatehouse.spi;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A model's answer.
 *
 * @param role who says it
 * @param content what is said; kinds that this host does not know are left out
 * @param model which model said it
 * @param stopReason why it ended, or null
 */
public record SamplingResponse(Role role, List<Content> content, String model, String stopReason) {

  /** Copies the content. */
  public SamplingResponse {
    Objects.requireNonNull(role, "role");
    content = List.copyOf(content);
  }

  /**
   * The text of the answer.
   *
   * @return all its text blocks, one after the other
   */
  public String text() {
    return content.stream().filter(TextContent.class::isInstance).map(block -> ((TextContent) block).text())
        .collect(Collectors.joining());
  }
}
