package dev.gatehouse.cluster;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The clear part of a message between two nodes. {@link Seal} authenticates it together with the content. Its layout is the same for all
 * format numbers, so that a node can refuse in words what it cannot read:
 *
 * <pre>
 * format (1 byte) · kind (1) · call (8) · number (8) · tenant (length 1, ASCII) · from (length 1, ASCII) · sealed content
 * </pre>
 *
 * <p>Until {@link Seal#open} has accepted a message, nothing in it may be trusted.
 *
 * @param format the format of the content
 * @param kind what the message is; less than {@link #FROM_WORKER} from an edge to a worker, else from a worker to an edge
 * @param call the number of a call, unique on its edge
 * @param number greater than that of the sender's earlier messages of the same series, so that a replay is refused
 * @param tenant whose key seals it
 * @param from the sender's address, to which answers go
 */
public record Envelope(int format, int kind, long call, long number, String tenant, String from) {

  /** The format that this version writes, and the newest that it reads. */
  public static final int FORMAT = 1;

  /** The first kind of message from a worker to an edge. */
  public static final int FROM_WORKER = 128;

  private static final int FIXED = 18;
  private static final int MOST = 255;

  /** Refuses numbers that have no room, and names that are too long or not in ASCII. */
  public Envelope {
    if (format < 1 || format > MOST || kind < 0 || kind > MOST) {
      throw new IllegalArgumentException("the format and the kind of a message are bytes");
    }
    if (!isName(tenant) || !isName(from)) {
      throw new IllegalArgumentException("tenants and addresses are at most " + MOST + " characters of ASCII");
    }
  }

  private static boolean isName(String text) {
    return text.length() <= MOST && text.chars().allMatch(c -> c < 0x80);
  }

  /** A message of this version's format. */
  public Envelope(int kind, long call, long number, String tenant, String from) {
    this(FORMAT, kind, call, number, tenant, from);
  }

  /** Reads the clear part of a message; null when it is none. */
  public static @Nullable Envelope read(Buffer message) {
    int tenant = FIXED;
    if (message.length() <= tenant || message.getUnsignedByte(0) == 0) {
      return null;
    }
    int from = tenant + 1 + message.getUnsignedByte(tenant);
    if (message.length() <= from || message.length() < from + 1 + message.getUnsignedByte(from)) {
      return null;
    }
    String sealedFor = text(message, tenant);
    String sender = text(message, from);
    return isName(sealedFor) && isName(sender)
        ? new Envelope(message.getUnsignedByte(0), message.getUnsignedByte(1), message.getLong(2), message.getLong(10), sealedFor, sender)
        : null;
  }

  private static String text(Buffer message, int at) {
    return message.getString(at + 1, at + 1 + message.getUnsignedByte(at), "ISO-8859-1");
  }

  /** Whether a newer version has written it in a format that this one does not know. */
  public boolean isNewer() {
    return format > FORMAT;
  }

  /** Its length, in bytes. */
  int length() {
    return FIXED + 2 + tenant.length() + from.length();
  }

  /** Writes it at the start of a message. */
  void write(byte[] message) {
    message[0] = (byte) format;
    message[1] = (byte) kind;
    write(call, message, 2);
    write(number, message, 10);
    write(from, message, write(tenant, message, FIXED));
  }

  private static void write(long value, byte[] message, int at) {
    for (int i = 0; i < Long.BYTES; i++) {
      message[at + i] = (byte) (value >>> Long.SIZE - Byte.SIZE * (i + 1));
    }
  }

  private static int write(String text, byte[] message, int at) {
    message[at] = (byte) text.length();
    for (int i = 0; i < text.length(); i++) {
      message[at + 1 + i] = (byte) text.charAt(i);
    }
    return at + 1 + text.length();
  }
}
