package io.torrentinno.protocol.settings;

import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param address any address of the range
 * @param prefix how many first bits all addresses of the range share
 */
public record Network(InetAddress address, int prefix) {
  public Network {
    if (prefix < 0 || prefix > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("the prefix does not fit the address: " + prefix);
    }
  }

  /**
   * Reads the usual text form.
   *
   * @param text {@code 10.0.0.0/8}, {@code fe80::/10}, or an address alone
   * @throws IllegalArgumentException when it is anything else
   */
  public static Network valueOf(String text) {
    int slash = text.indexOf('/');
    InetAddress address = PeerAddress.parseIp(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * Byte.SIZE;
    return new Network(address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether the range contains an address. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
