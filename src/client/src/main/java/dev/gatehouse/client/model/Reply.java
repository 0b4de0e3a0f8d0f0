package dev.gatehouse.client.model;

import java.util.List;

/**
 * What the model said.
 *
 * @param text what it said; may be empty
 * @param requests the calls that it asks for, to be run at the same time; none when it is done
 */
public record Reply(String text, List<ToolRequest> requests) {
}
