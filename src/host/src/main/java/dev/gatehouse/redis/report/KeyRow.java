package dev.gatehouse.redis.report;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import dev.gatehouse.auth.key.KeyField;
import dev.gatehouse.redis.keys.RedisKeyStore.Found;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key as an operator sees it. It holds neither salt nor hash. Texts are as the record has them, and may be anything: show them as text.
 *
 * @param id the key's id
 * @param tenant whose it is; null when its record does not say
 * @param owner who it was given to, or null
 * @param name what it is called, or null
 * @param status what the host would say of it now
 * @param detail why it is not active, or null
 * @param rights the fields {@code tools}, {@code prompts}, {@code resources}, {@code roles} that the record has
 * @param limits the fields {@code rate}, {@code rate.<pattern>}, {@code quota}, {@code concurrency} that the record has, sorted by name
 * @param ips from where it may be used, or null for anywhere
 * @param created when it was made, or null when the record does not say
 * @param expires when it ends, by whatever record says so first, or null for never
 * @param replaces the id of the key whose place it took, or null
 * @param line the first id of its rotation chain, or null
 * @param lastUse the minute of its last use; null for never, or longer ago than is remembered
 */
public record KeyRow(String id, @Nullable String tenant, @Nullable String owner, @Nullable String name, Status status,
    @Nullable String detail, Map<String, String> rights, Map<String, String> limits, @Nullable String ips, @Nullable Instant created,
    @Nullable Instant expires, @Nullable String replaces, @Nullable String line, @Nullable Instant lastUse) {

  /** What the host would say of a key. */
  public enum Status {
    /** It lets its holder in. */
    ACTIVE,
    /** The status of the key, its owner or its tenant is {@code disabled}. */
    DISABLED,
    /** It has ended. */
    EXPIRED,
    /** It begins later. */
    PENDING,
    /** The key, its owner or its tenant is revoked. */
    REVOKED,
    /** Its record, or one that it depends on, cannot be read. */
    UNREADABLE;

    /** The word in tables: {@code active}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the fields. */
  public KeyRow {
    rights = Map.copyOf(rights);
    limits = new TreeMap<>(limits);
  }

  static KeyRow of(Found found, @Nullable String seen, Instant now) {
    Map<String, String> fields = found.state().fields();
    Map<String, String> rights = new TreeMap<>();
    Map<String, String> limits = new TreeMap<>();
    fields.forEach((field, value) -> {
      switch (field) {
        case "tools", "prompts", "resources", "roles" -> rights.put(field, value);
        case "rate", "quota", "concurrency" -> limits.put(field, value);
        default -> {
          if (field.startsWith("rate.")) {
            limits.put(field, value);
          }
        }
      }
    });
    Admission admission = found.record().at(now);
    Instant end = admission instanceof Admission.Admitted admitted ? admitted.principal().expires() : moment(fields, KeyField.EXP);
    return new KeyRow(found.id(), fields.get("tenant"), fields.get("owner"), fields.get("name"), status(admission), detail(admission),
        rights, limits, fields.get("ips"), moment(fields, KeyField.CREATED), end, fields.get("replaces"), fields.get("line"),
        minute(seen));
  }

  private static Status status(Admission admission) {
    return admission instanceof Admission.Refused refused ? switch (refused.reason()) {
      case DISABLED -> Status.DISABLED;
      case EXPIRED -> Status.EXPIRED;
      case NOT_YET_VALID -> Status.PENDING;
      case REVOKED -> Status.REVOKED;
      default -> Status.UNREADABLE;
    } : Status.ACTIVE;
  }

  private static @Nullable String detail(Admission admission) {
    return admission instanceof Admission.Refused refused ? refused.detail() : null;
  }

  private static @Nullable Instant moment(Map<String, String> fields, KeyField field) {
    try {
      return new Fields(fields).moment(field);
    } catch (FieldException e) {
      return null;
    }
  }

  private static @Nullable Instant minute(@Nullable String seen) {
    try {
      return seen == null ? null : OffsetDateTime.parse(seen).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
