package dev.gatehouse.plugins.everything;

import java.util.Base64;

/** The smallest files of their kind. */
final class Samples {

  /** A red PNG of one pixel. */
  static final byte[] PNG = Base64.getDecoder().decode(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

  /** A WAV without a sound. */
  static final byte[] WAV = Base64.getDecoder().decode("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQAAAAA=");

  private Samples() {
  }
}
