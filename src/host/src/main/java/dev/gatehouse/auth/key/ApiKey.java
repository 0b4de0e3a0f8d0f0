package dev.gatehouse.auth.key;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import java.nio.ByteBuffer;
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
  private final int check;
  private boolean checked;

  private ApiKey(String id, String secret, int check) {
    this.id = id;
    this.secret = secret;
    this.check = check;
    this.opaque = false;
  }

  private ApiKey(String id, String secret) {
    this.id = id;
    this.secret = secret;
    this.check = 0;
    this.checked = true;
    this.opaque = true;
  }

  /**
   * Parses a key.
   *
   * @param text the credential that the caller sent
   * @param opaqueKeys whether any other string is accepted as a key too
   * @throws AuthFailedException when it is no key, with the reason
   */
  public static ApiKey parse(String text, boolean opaqueKeys) {
    ApiKey key = unchecked(text, opaqueKeys);
    key.requireChecksum();
    return key;
  }

  /** The same without a look at the checksum, which is to be {@linkplain #requireChecksum required} then. */
  static ApiKey unchecked(String text, boolean opaqueKeys) {
    if (text.startsWith(MARK)) {
      return own(text);
    }
    if (THREE_PARTS.matcher(text).matches()) {
      throw malformed("this is a JWT, and no issuer of tokens is known that could verify it");
    }
    if (!opaqueKeys) {
      throw malformed("it does not start with " + MARK + " and auth.opaqueKeys is off");
    }
    if (!PRINTABLE.matcher(text).matches()) {
      throw malformed("an opaque key is printable ASCII");
    }
    return new ApiKey(Sha256.hex(text).substring(0, Principal.OPAQUE_ID_DIGITS), text);
  }

  /** Hand-written: it runs for every request, and a regular expression took longer than the hash. */
  private static ApiKey own(String text) {
    boolean whole = text.length() == LENGTH && text.charAt(ID_END) == '_' && text.charAt(SECRET_END) == '_'
        && consists(text, MARK.length(), ID_END, 'z') && consists(text, ID_END + 1, SECRET_END, 'f')
        && consists(text, SECRET_END + 1, LENGTH, 'f');
    if (!whole) {
      throw malformed("it does not read gth_<id>_<secret>_<check>");
    }
    return new ApiKey(text.substring(MARK.length(), ID_END), text.substring(ID_END + 1, SECRET_END),
        Integer.parseUnsignedInt(text, SECRET_END + 1, LENGTH, 16));
  }

  /** Refuses a key whose check digits are not those of its id and secret. The first call computes them; an opaque key has none. */
  void requireChecksum() {
    if (!checked && check != ByteBuffer.wrap(Sha256.of(marked(id, secret))).getInt()) {
      throw new AuthFailedException(AuthFailure.BAD_CHECKSUM, id, null);
    }
    checked = true;
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
    String text = marked(id, secret);
    return text + "_" + Sha256.hex(text).substring(0, 8);
  }

  private static String marked(String id, String secret) {
    return MARK + id + "_" + secret;
  }

  /** Whether the text contains a key, also one with a wrong checksum: such text must not be logged or passed on. */
  public static boolean isIn(String text) {
    return text.length() >= SECRET_END && SHAPE.matcher(text).find();
  }

  /** The public id. */
  public String id() {
    return id;
  }

  /** Whether it is a string of another form than {@code gth_…}. */
  public boolean opaque() {
    return opaque;
  }

  /** The check digits, as a number; 0 for an opaque key. */
  int check() {
    return check;
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
