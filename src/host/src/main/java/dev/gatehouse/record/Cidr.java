package dev.gatehouse.record;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address range in CIDR notation (RFC 4632, RFC 4291 section 2.3), or one address. An IPv4-mapped IPv6 address is treated as IPv4. */
public final class Cidr {

  private static final Pattern OCTAL = Pattern.compile("(^|[.:])0\\d+\\.|\\.0\\d");

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
    String written = slash < 0 ? text : text.substring(0, slash);
    byte[] address = address(written);
    if (address == null) {
      throw new IllegalArgumentException("'" + text + "' is not an address or a range such as 10.0.0.0/8");
    }
    int most = address.length * 8;
    // ::ffff:10.0.0.0/104 counts the 96 bits before the IPv4 address, too.
    int least = most == 32 && written.indexOf(':') >= 0 ? 96 : 0;
    return new Cidr(text, address, slash < 0 ? most : prefix(text, text.substring(slash + 1), least, least + most) - least);
  }

  private static int prefix(String text, String digits, int least, int most) {
    int bits = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    if (bits < least || bits > most) {
      throw new IllegalArgumentException("the prefix length of '" + text + "' must be " + least + " to " + most);
    }
    return bits;
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

  /** Whether one of the ranges contains the address. */
  public static boolean anyContains(List<Cidr> ranges, String address) {
    for (Cidr range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** The bytes of an address, four of them for an IPv4-mapped one; null when the text is not an address. */
  static byte @Nullable [] address(@Nullable String text) {
    // 010.0.0.1 is 10.0.0.1 to some readers and 8.0.0.1 to others.
    byte[] bytes = text == null || OCTAL.matcher(text).find() ? null : NetUtil.createByteArrayFromIpAddressString(text);
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
