package dev.gatehouse.config;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * An address range in CIDR notation (RFC 4632, RFC 4291 section 2.3), or one address. An IPv4-mapped IPv6 address counts as the
 * IPv4 address it holds.
 */
public final class Cidr {

  private final String text;
  private final byte[] network;
  private final int bits;

  private Cidr(String text, byte[] network, int bits) {
    this.text = text;
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code ::1} and the like; names are never resolved.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("'" + text + "' is not an address or a range such as 10.0.0.0/8");
    }
    int bits = slash < 0 ? address.length * 8 : prefix(text, text.substring(slash + 1), address.length * 8);
    return new Cidr(text, address, bits);
  }

  private static int prefix(String text, String digits, int most) {
    if (digits.matches("\\d{1,3}") && Integer.parseInt(digits) <= most) {
      return Integer.parseInt(digits);
    }
    throw new IllegalArgumentException("the prefix length of '" + text + "' must be 0 to " + most);
  }

  /** Whether the address, in text without brackets, lies in the range; false for anything that is not an address. */
  public boolean contains(String text) {
    byte[] address = address(text);
    if (address == null || address.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    if (Arrays.mismatch(address, 0, whole, network, 0, whole) >= 0) {
      return false;
    }
    int mask = bits % 8 == 0 ? 0 : 0xff << (8 - bits % 8) & 0xff;
    return mask == 0 || (address[whole] & mask) == (network[whole] & mask);
  }

  private static byte[] address(String text) {
    byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
    return bytes != null && bytes.length == 16 && isMapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && cidr.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
