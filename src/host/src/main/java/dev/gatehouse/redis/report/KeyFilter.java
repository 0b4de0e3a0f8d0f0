package dev.gatehouse.redis.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a search finds: those that meet every condition that is not null.
 *
 * @param tenant whose
 * @param owner who they were given to
 * @param text is part of their id, owner or name; the case of ASCII letters does not matter
 * @param status what the host would say of them now
 * @param unusedSince they were not used after this, nor made after it
 * @param expiringBefore they end before this, and have not ended yet
 * @param createdBefore they were made before this; a key that does not say when it was made is none of them
 */
public record KeyFilter(@Nullable String tenant, @Nullable String owner, @Nullable String text, KeyRow.@Nullable Status status,
    @Nullable Instant unusedSince, @Nullable Instant expiringBefore, @Nullable Instant createdBefore) {

  /** Every key. */
  public static final KeyFilter ALL = new KeyFilter(null, null, null, null, null, null, null);

  /** Compares texts in lower case, as far as they are ASCII, as the script in Redis does. */
  public KeyFilter {
    text = text == null ? null : lower(text);
  }

  /** The same for the keys of one tenant. */
  public KeyFilter ofTenant(@Nullable String its) {
    return new KeyFilter(its, owner, text, status, unusedSince, expiringBefore, createdBefore);
  }

  /** The same for the keys of one owner. */
  public KeyFilter ofOwner(@Nullable String its) {
    return new KeyFilter(tenant, its, text, status, unusedSince, expiringBefore, createdBefore);
  }

  /** The same for keys with this text in id, owner or name. */
  public KeyFilter containing(@Nullable String its) {
    return new KeyFilter(tenant, owner, its, status, unusedSince, expiringBefore, createdBefore);
  }

  /** The same for keys that were not used since. */
  public KeyFilter unused(@Nullable Instant since) {
    return new KeyFilter(tenant, owner, text, status, since, expiringBefore, createdBefore);
  }

  private static String lower(String value) {
    StringBuilder lower = new StringBuilder(value);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return lower.toString();
  }

  private boolean contains(@Nullable String value) {
    return text != null && value != null && lower(value).contains(text);
  }

  /** Whether it finds this key. */
  boolean finds(KeyRow key, Instant now) {
    return (tenant == null || tenant.equals(key.tenant())) && (owner == null || owner.equals(key.owner()))
        && (text == null || contains(key.id()) || contains(key.owner()) || contains(key.name()))
        && (status == null || status == key.status())
        && (unusedSince == null || isUnused(key, unusedSince))
        && (expiringBefore == null || isBetween(now, key.expires(), expiringBefore))
        && (createdBefore == null || key.created() != null && key.created().isBefore(createdBefore));
  }

  private static boolean isUnused(KeyRow key, Instant since) {
    Instant last = key.lastUse();
    return (last == null || last.isBefore(since)) && (key.created() == null || key.created().isBefore(since));
  }

  private static boolean isBetween(Instant now, @Nullable Instant end, Instant before) {
    return end != null && !end.isBefore(now) && end.isBefore(before);
  }
}
