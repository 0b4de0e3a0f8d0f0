package dev.gatehouse.client;

/** What the process ends with. */
final class Exit {

  /** It is done. */
  static final int OK = 0;
  /** The tool answered that it failed. */
  static final int TOOL_FAILED = 1;
  /** An option, an argument or a setting is wrong. */
  static final int USAGE = 2;
  /** No server can be used: not there, or it does not take the key. */
  static final int NOT_CONNECTED = 3;
  /** The key may not call this tool. */
  static final int REFUSED = 4;
  /** A limit is used up; the message says when to come back. */
  static final int LIMITED = 5;
  /** The server rejected the call. */
  static final int FAILED = 6;

  private Exit() {
  }
}
