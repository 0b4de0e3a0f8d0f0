package dev.gatehouse.redis.report;

import io.vertx.redis.client.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call in the audit log of a tenant. Texts that callers made are cleaned and cut when they are written, and yet may be anything
 * printable: show them as text.
 *
 * @param id of the entry in the stream
 * @param at when the call ended
 * @param key the id of the key or token
 * @param owner who it was given to, or null
 * @param kind what was called: {@code tool}, {@code prompt} or {@code resource}
 * @param name which one
 * @param outcome {@code ok}, {@code error}, {@code cancelled}, {@code asked}, {@code failed}
 * @param reason why, or null
 * @param millis how long it took
 * @param request the JSON-RPC id that the client gave it, or null
 * @param policy the revision of the records that it was decided under, or null
 * @param method the protocol's method, or null
 * @param issuer of a token: its issuer's name; null for a key
 * @param client of a token: its client, or null
 */
public record AuditEntry(String id, Instant at, @Nullable String key, @Nullable String owner, String kind, @Nullable String name,
    @Nullable String outcome, @Nullable String reason, long millis, @Nullable String request, @Nullable String policy,
    @Nullable String method, @Nullable String issuer, @Nullable String client) {

  static AuditEntry of(Response entry) {
    Map<String, String> fields = new HashMap<>();
    Response flat = entry.get(1);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    String id = entry.get(0).toString();
    String kind = fields.containsKey("tool") ? "tool" : fields.containsKey("prompt") ? "prompt" : "resource";
    return new AuditEntry(id, at(id, fields.get("at")), text(fields, "key"), text(fields, "owner"), kind, text(fields, kind),
        text(fields, "outcome"), text(fields, "reason"), number(fields.get("ms")), text(fields, "request"), text(fields, "policy"),
        text(fields, "method"), text(fields, "issuer"), text(fields, "client"));
  }

  private static Instant at(String id, @Nullable String text) {
    try {
      return text == null ? written(id) : Instant.parse(text);
    } catch (DateTimeException e) {
      return written(id);
    }
  }

  /** When it was written: the time in the entry's id. */
  private static Instant written(String id) {
    return Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** A missing value is written as a dash. */
  static @Nullable String text(Map<String, String> fields, String field) {
    return value(fields.get(field));
  }

  static @Nullable String value(@Nullable String text) {
    return text == null || text.equals("-") ? null : text;
  }
}
