package io.torrentinno.protocol.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Base64 between two lines that name what it is. The lines may end in CR LF; white space around the
 * whole is ignored.
 *
 * @param label for example {@code SSH SIGNATURE}
 */
record Armor(String label) {
  /** Letters of a line, as OpenSSH writes them. */
  private static final int LINE = 70;

  String encode(byte[] bytes) {
    String letters = Base64.getEncoder().encodeToString(bytes);
    StringBuilder text = new StringBuilder(begin()).append('\n');
    for (int from = 0; from < letters.length(); from += LINE) {
      text.append(letters, from, Math.min(letters.length(), from + LINE)).append('\n');
    }
    return text.append(end()).append('\n').toString();
  }

  byte[] decode(String text) throws SshFormatException {
    String body = text.strip();
    if (!body.startsWith(begin()) || !body.endsWith(end())) {
      throw SshFormatException.malformed("does not lie between " + begin() + " and " + end());
    }
    if (body.length() < begin().length() + end().length()) {
      throw SshFormatException.malformed("is empty");
    }
    String inside = body.substring(begin().length(), body.length() - end().length());
    if (!inside.startsWith("\n") && !inside.startsWith("\r\n")) {
      throw SshFormatException.malformed("has something behind " + begin());
    }
    try {
      return Base64.getDecoder()
          .decode(inside.replaceAll("[\r\n]", "").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw SshFormatException.malformed("is not Base64: " + e.getMessage());
    }
  }

  private String begin() {
    return "-----BEGIN " + label + "-----";
  }

  private String end() {
    return "-----END " + label + "-----";
  }
}
