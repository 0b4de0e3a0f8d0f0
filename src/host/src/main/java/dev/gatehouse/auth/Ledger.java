package dev.gatehouse.auth;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The write-behind audit log: who used which tool, prompt or resource, and who was refused. It never delays a call. Implemented in {@code
 * redis}.
 */
public interface Ledger {

  /** Queues an entry. Returns at once and never fails: lost entries are counted and logged by the implementation. */
  void record(Entry entry);

  /** Records that a key was used now. Returns at once and never fails. */
  void seen(Principal principal);

  /**
   * What a call uses.
   *
   * @param method the protocol's name of the method
   * @param kind what the name is of: {@code tool}, {@code prompt} or {@code resource}
   */
  record Use(String method, String kind) {
  }

  /** How a call ended. */
  enum Outcome {
    /** The tool answered. */
    OK(true),
    /** The tool answered with an error, or did not answer in time. */
    ERROR(true),
    /** Nobody waited for the answer any more. */
    CANCELLED(true),
    /** The tool needs input from the client; the call is repeated with it. */
    ASKED(true),
    /** The host failed. */
    FAILED(true),
    /** The key may not call the tool. */
    FORBIDDEN(false),
    /** A rate limit, a quota or a concurrency limit is exhausted. */
    LIMITED(false),
    /** The bulkhead of the tenant or the tool is full. */
    BUSY(false),
    /** The limiter did not answer. */
    UNAVAILABLE(false),
    /** There is no such tool, or it cannot be called like this. */
    INVALID(false),
    /** The key itself was refused. */
    REFUSED(false);

    private final boolean ran;
    private final String word = name().toLowerCase(Locale.ROOT);

    Outcome(boolean ran) {
      this.ran = ran;
    }

    /** Whether the call reached its tool. */
    public boolean ran() {
      return ran;
    }

    /** The name in the log: {@code ok}. */
    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * One call, or one refusal. Holds no arguments and no results, and no secret.
   *
   * @param at when it ended
   * @param tenant whose, or null when the caller could not prove to be anybody's
   * @param keyId what usage is counted on: the key's full id, or a token's account; null when nothing is to be counted
   * @param shownId the key or token as audit shows it, or null
   * @param owner who the key was given to, or null
   * @param use what was called, or null when the key itself was refused
   * @param name the name or URI that was asked for, or null
   * @param served the name of what served it, for a resource of a template the template's; null when nothing did
   * @param outcome how it ended
   * @param reason why, or null
   * @param millis how long it took
   * @param requestId the JSON-RPC id that the client gave it, or null
   * @param revision of the policy it was decided under, or null
   * @param issued of a token, where it comes from; null for a key
   */
  record Entry(Instant at, @Nullable String tenant, @Nullable String keyId, @Nullable String shownId, @Nullable String owner,
      @Nullable Use use, @Nullable String name, @Nullable String served,
      Outcome outcome, @Nullable String reason, long millis, @Nullable String requestId, @Nullable String revision,
      @Nullable Issued issued) {

    /** The longest text that is kept, in characters; what a caller writes may be a megabyte. */
    public static final int LONGEST = 128;
    /** The estimated heap size of {@link #issued}, whose texts are the principal's. */
    private static final int ISSUED_WEIGHT = 32;

    /** Refuses an entry without a time or an outcome, and a call that ran without what; cuts what is too long to be kept. */
    public Entry {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(outcome, "outcome");
      if (outcome.ran()) {
        Objects.requireNonNull(use, "use");
      }
      shownId = cut(shownId);
      owner = cut(owner);
      name = cut(name);
      reason = cut(reason);
      requestId = cut(requestId);
    }

    /** A call with a key. */
    public Entry(Instant at, @Nullable String tenant, @Nullable String keyId, @Nullable String shownId, @Nullable String owner,
        @Nullable Use use, @Nullable String name, @Nullable String served, Outcome outcome, @Nullable String reason, long millis,
        @Nullable String requestId, @Nullable String revision) {
      this(at, tenant, keyId, shownId, owner, use, name, served, outcome, reason, millis, requestId, revision, null);
    }

    /** A refusal of a key or a token. */
    public static Entry refused(Instant at, Admission.Refused refused) {
      return new Entry(at, refused.tenant(), null, refused.keyId(), refused.owner(), null, null, null, Outcome.REFUSED,
          refused.audited(), 0, null, null, refused.issued());
    }

    /** Cuts a text to {@link #LONGEST} characters and marks the cut with three dots. Null stays null. */
    public static @Nullable String cut(@Nullable String text) {
      return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** The estimated heap size in bytes: the object and its own texts. */
    public int weight() {
      return 160 + 2 * (length(name) + length(reason) + length(requestId)) + (issued == null ? 0 : ISSUED_WEIGHT);
    }

    private static int length(@Nullable String text) {
      return text == null ? 0 : text.length();
    }
  }
}
