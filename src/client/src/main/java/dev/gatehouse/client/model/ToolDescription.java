package dev.gatehouse.client.model;

import java.util.Map;

/**
 * A tool as a model is told of it.
 *
 * @param name at most 64 of {@code a-zA-Z0-9_-}
 * @param description for the model to choose by
 * @param schema the JSON Schema of its arguments
 */
public record ToolDescription(String name, String description, Map<String, Object> schema) {
}
