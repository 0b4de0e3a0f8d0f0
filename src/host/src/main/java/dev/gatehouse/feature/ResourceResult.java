package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.ResourceContents;
import java.util.List;

/**
 * The contents of a resource.
 *
 * @param contents one or several
 */
public record ResourceResult(List<ResourceContents> contents) implements Result {

  /** Copies the contents. */
  public ResourceResult {
    contents = List.copyOf(contents);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("contents", ContentJson.array(contents, ContentJson::json));
    return json;
  }

  @Override
  public long size() {
    return ContentJson.size(contents, ContentJson::size);
  }

  @Override
  public int parts() {
    return contents.size();
  }
}
