package dev.gatehouse.client.model;

/**
 * A call that the model asks for.
 *
 * @param id what its answer must refer to
 * @param name the tool, by the name that the model was given
 * @param arguments a JSON object, if the model kept to the rules
 */
public record ToolRequest(String id, String name, String arguments) {
}
