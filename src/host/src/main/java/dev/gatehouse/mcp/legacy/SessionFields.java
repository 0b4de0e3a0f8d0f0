package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session's record as fields of text, the form in which hosts of different versions share it. A host ignores fields that it does not
 * know, so that a newer one may add some; a change that an older one would misread raises the {@linkplain #FORMAT format number}.
 */
public final class SessionFields {

  /** The number of the form that this host writes, and the newest that it reads. */
  public static final int FORMAT = 1;

  /** The field of the format number. */
  public static final String FORMAT_FIELD = "v";
  /** The credential that used it last. */
  public static final String KEY = "key";
  /** The negotiated revision, by its date. */
  public static final String REVISION = "revision";
  /** The client's capabilities as JSON. */
  public static final String CAPABILITIES = "capabilities";
  /** The log level, by its name on the wire. */
  public static final String LEVEL = "level";
  /** The digest of the tenant's lists. */
  public static final String LISTS = "lists";

  private static final String TENANT = "tenant";
  private static final String OWNER = "owner";
  private static final String ANONYMOUS = "anonymous";
  private static final String BOUND = "bound";
  private static final String SUBSCRIPTION = "sub:";
  private static final String YES = "1";
  private static final String NO = "0";

  private SessionFields() {
  }

  /** The field of a subscription; its value is not read. */
  public static String subscription(ResourceUri uri) {
    return SUBSCRIPTION + uri.text();
  }

  /** All fields of a record, the format number first. */
  public static Map<String, String> write(SessionRecord session) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(FORMAT_FIELD, Integer.toString(FORMAT));
    fields.put(TENANT, session.tenant());
    fields.put(OWNER, session.owner());
    fields.put(ANONYMOUS, session.anonymous() ? YES : NO);
    fields.put(KEY, session.key());
    fields.put(BOUND, session.bound() ? YES : NO);
    fields.put(REVISION, session.revision().date());
    fields.put(CAPABILITIES, session.capabilities().toString());
    fields.put(LEVEL, session.level().wire());
    fields.put(LISTS, session.lists());
    session.subscriptions().forEach(uri -> fields.put(subscription(uri), YES));
    return fields;
  }

  /**
   * Reads a record.
   *
   * @return null when a field that must be there is missing or cannot be read
   * @throws NewerFormatException when the format number is higher than {@link #FORMAT}
   */
  public static @Nullable SessionRecord read(String id, Map<String, String> fields) {
    String format = fields.getOrDefault(FORMAT_FIELD, "");
    if (!format.equals(Integer.toString(FORMAT)) && format.matches("[1-9][0-9]{0,8}")) {
      throw new NewerFormatException(format);
    }
    try {
      return new SessionRecord(id, required(fields, TENANT), required(fields, OWNER), YES.equals(fields.get(ANONYMOUS)),
          required(fields, KEY), YES.equals(fields.get(BOUND)), Objects.requireNonNull(Revision.of(required(fields, REVISION))),
          (ObjectNode) Json.read(required(fields, CAPABILITIES)), LogLevel.of(required(fields, LEVEL)), subscriptions(fields),
          fields.getOrDefault(LISTS, ""));
    } catch (NullPointerException | ClassCastException | McpException | JsonProcessingException e) {
      return null;
    }
  }

  private static String required(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  private static Set<ResourceUri> subscriptions(Map<String, String> fields) {
    return fields.keySet().stream().filter(name -> name.startsWith(SUBSCRIPTION))
        .map(name -> ResourceUri.orNull(name.substring(SUBSCRIPTION.length())))
        .filter(Objects::nonNull).collect(Collectors.toSet());
  }
}
