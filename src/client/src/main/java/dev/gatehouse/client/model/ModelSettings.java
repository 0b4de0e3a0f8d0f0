package dev.gatehouse.client.model;

import java.net.URI;
import java.util.Optional;

/**
 * Which model to use.
 *
 * @param name as the endpoint calls it
 * @param url the endpoint, up to {@code /v1}; empty for OpenAI's own
 * @param key empty when the endpoint wants none
 */
public record ModelSettings(String name, Optional<URI> url, Optional<String> key) {

  @Override
  public String toString() {
    return name + url.map(where -> " at " + where).orElse("");
  }
}
