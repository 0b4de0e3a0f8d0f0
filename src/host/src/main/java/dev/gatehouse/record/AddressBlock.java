package dev.gatehouse.record;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * The address block that counts as one client: an IPv4 address, or the /64 prefix of an IPv6 address, since a client that has one address
 * of a /64 has all of them (RFC 4291 section 2.5.1, RFC 6177).
 */
public final class AddressBlock {

  private static final int PREFIX_BYTES = 8;

  private AddressBlock() {
  }

  /**
   * The block of an address, in canonical text (RFC 5952): {@code 192.0.2.1} for itself and for {@code ::ffff:192.0.2.1},
   * {@code 2001:db8::/64} for {@code 2001:DB8::1}. A zone ({@code fe80::1%eth0}) does not count, for a client could write any.
   *
   * @param address an address in text without brackets
   * @return the block, or the text itself when it is not an address
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = Cidr.address(address);
    if (bytes == null) {
      return address;
    }
    if (bytes.length > PREFIX_BYTES) {
      Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
      return NetUtil.bytesToIpAddress(bytes) + "/64";
    }
    return NetUtil.bytesToIpAddress(bytes);
  }
}
