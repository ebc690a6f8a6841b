package io.torrentinno.tracker.http.endpoints;

import java.nio.charset.StandardCharsets;

/** Reads bencoded bytes (BEP 3), and fails where they are not valid. */
public final class BencodeCheck {
  private final byte[] bytes;
  private int at;

  public BencodeCheck(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The end of the next value. */
  public int valueEnd() {
    switch (bytes[at]) {
      case 'd' -> dictionary();
      case 'l' -> {
        at++;
        while (bytes[at] != 'e') {
          valueEnd();
        }
        at++;
      }
      case 'i' -> {
        at++;
        number('e');
      }
      default -> string();
    }
    return at;
  }

  private void dictionary() {
    at++;
    String last = "";
    while (bytes[at] != 'e') {
      String key = string();
      if (key.compareTo(last) <= 0) {
        throw new AssertionError("the keys are not in order: " + last + ", " + key);
      }
      last = key;
      valueEnd();
    }
    at++;
  }

  private String string() {
    int length = number(':');
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
  }

  private int number(char end) {
    int start = at;
    while (bytes[at] != end) {
      at++;
    }
    String digits = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    at++;
    int number = Integer.parseInt(digits);
    if (!digits.equals(Integer.toString(number))) {
      throw new AssertionError("a number is not in its shortest form: " + digits);
    }
    return number;
  }
}
