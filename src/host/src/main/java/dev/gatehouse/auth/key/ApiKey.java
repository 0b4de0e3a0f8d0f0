package dev.gatehouse.auth.key;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import java.util.regex.Pattern;

/**
 * A parsed API key: {@code gth_<id>_<secret>_<check>}, or, where the operator allows it, any other string ("opaque"). Parsing needs no
 * store. It never shows its secret.
 */
public final class ApiKey {

  private static final String MARK = "gth_";
  private static final int ID_END = MARK.length() + 12;
  private static final int SECRET_END = ID_END + 1 + 64;
  private static final int LENGTH = SECRET_END + 1 + 8;
  private static final Pattern SHAPE = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}", Pattern.CASE_INSENSITIVE);
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*[!-~][ -~]*");
  private static final Pattern THREE_PARTS = Pattern.compile("[^.]*\\.[^.]*\\.[^.]*");
  private static final int STRONG_CHARACTERS = 20;

  private final String id;
  private final String secret;
  private final boolean opaque;

  private ApiKey(String id, String secret, boolean opaque) {
    this.id = id;
    this.secret = secret;
    this.opaque = opaque;
  }

  /**
   * Parses a key.
   *
   * @param text the credential that the caller sent
   * @param opaqueKeys whether any other string is accepted as a key too
   * @throws AuthFailedException when it is no key, with the reason
   */
  public static ApiKey parse(String text, boolean opaqueKeys) {
    if (text.startsWith(MARK)) {
      return own(text);
    }
    if (THREE_PARTS.matcher(text).matches()) {
      throw malformed("three parts with dots between are a JWT, which this version does not take");
    }
    if (!opaqueKeys) {
      throw malformed("it does not start with " + MARK + " and auth.opaqueKeys is off");
    }
    if (!PRINTABLE.matcher(text).matches()) {
      throw malformed("an opaque key is printable ASCII");
    }
    return new ApiKey(Sha256.hex(text).substring(0, Principal.OPAQUE_ID_DIGITS), text, true);
  }

  /** Hand-written: it runs for every request, and a regular expression took longer than the hash. */
  private static ApiKey own(String text) {
    boolean whole = text.length() == LENGTH && text.charAt(ID_END) == '_' && text.charAt(SECRET_END) == '_'
        && consists(text, MARK.length(), ID_END, 'z') && consists(text, ID_END + 1, SECRET_END, 'f')
        && consists(text, SECRET_END + 1, LENGTH, 'f');
    if (!whole) {
      throw malformed("it does not read gth_<id>_<secret>_<check>");
    }
    String id = text.substring(MARK.length(), ID_END);
    if (!text.endsWith(check(text.substring(0, SECRET_END)))) {
      throw new AuthFailedException(AuthFailure.BAD_CHECKSUM, id, null);
    }
    return new ApiKey(id, text.substring(ID_END + 1, SECRET_END), false);
  }

  /** Whether the range consists of digits and the letters from {@code a} to {@code last}. */
  private static boolean consists(String text, int from, int to, char last) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > last)) {
        return false;
      }
    }
    return true;
  }

  private static AuthFailedException malformed(String detail) {
    return new AuthFailedException(AuthFailure.MALFORMED, null, detail);
  }

  /** The text of a key, with its checksum. */
  static String format(String id, String secret) {
    String text = MARK + id + "_" + secret;
    return text + "_" + check(text);
  }

  private static String check(String idAndSecret) {
    return Sha256.hex(idAndSecret).substring(0, 8);
  }

  /** Whether the text contains a key, also one with a wrong checksum: such text must not be logged or passed on. */
  public static boolean isIn(String text) {
    return SHAPE.matcher(text).find();
  }

  /** The public id. */
  public String id() {
    return id;
  }

  /** Whether it is a string of another form than {@code gth_…}. */
  public boolean opaque() {
    return opaque;
  }

  String secret() {
    return secret;
  }

  /** Whether it is an opaque key of fewer than 20 characters. */
  boolean guessable() {
    return opaque && secret.length() < STRONG_CHARACTERS;
  }

  /** The id as logs show it. */
  @Override
  public String toString() {
    return Principal.displayId(id);
  }
}
