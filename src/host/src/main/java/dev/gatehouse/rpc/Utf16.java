package dev.gatehouse.rpc;

/** Replaces unpaired surrogates in text, so that every reader of its UTF-8 sees the same (Unicode, conformance D84). */
public final class Utf16 {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf16() {
  }

  /** The text with U+FFFD for each surrogate without its other half. The same object when there is none; null for null. */
  public static String wellFormed(String text) {
    int at = text == null ? -1 : loneSurrogate(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text);
    for (; at >= 0; at = loneSurrogate(text, at + 1)) {
      whole.setCharAt(at, REPLACEMENT);
    }
    return whole.toString();
  }

  private static int loneSurrogate(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return i;
      }
      i += Character.charCount(c);
    }
    return -1;
  }
}
