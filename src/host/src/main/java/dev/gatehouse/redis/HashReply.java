package dev.gatehouse.redis;

import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;

/** Reads the reply to {@code HGETALL}. */
public final class HashReply {

  private HashReply() {
  }

  /** The fields of a hash; empty when there is none. */
  public static Map<String, String> fields(Response hash) {
    Map<String, String> fields = new HashMap<>();
    for (String field : hash.getKeys()) {
      fields.put(field, hash.get(field).toString());
    }
    return fields;
  }
}
