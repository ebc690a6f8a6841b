package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.model.FileName;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.HexFormat;

/** The rules for the values of a manifest. */
final class ManifestRules {
  static final int MAX_PIECES = 1_000_000;
  static final int MAX_PIECE_SIZE = 1 << 30;
  static final int MAX_PORT = 65535;

  private ManifestRules() {}

  static void check(Manifest manifest) throws ManifestException {
    checkTracker(manifest.trackerIp(), manifest.trackerPort());
    checkText("comment", manifest.comment());
    checkDate(manifest.creationDate());
    checkName(manifest.name());
    if (manifest.pieces().isEmpty()) {
      throw ManifestException.invalid("pieces is empty");
    }
    checkPieceCount(manifest.pieces().size());
  }

  static void checkPieceCount(long count) throws ManifestException {
    if (count > MAX_PIECES) {
      throw new ManifestException(
          Reason.LIMIT_EXCEEDED, "pieces has more than " + MAX_PIECES + " elements");
    }
  }

  private static void checkTracker(String ip, int port) throws ManifestException {
    if (!TrackerAddress.isHost(ip)) {
      throw ManifestException.invalid("trackerIp is neither an IP address nor a host name");
    }
    if (port < 1 || port > MAX_PORT) {
      throw ManifestException.invalid(
          "trackerPort is not a whole number between 1 and " + MAX_PORT);
    }
  }

  private static void checkDate(String date) throws ManifestException {
    checkText("creationDate", date);
    try {
      CreationDate.canonical(date);
    } catch (IllegalArgumentException e) {
      throw ManifestException.invalid("creationDate is not a date and time: " + e.getMessage());
    }
  }

  private static void checkName(String name) throws ManifestException {
    String fault = FileName.fault(name);
    if (fault != null) {
      throw ManifestException.invalid("name " + fault);
    }
  }

  static void checkHash(String sha256) throws ManifestException {
    if (sha256.length() != 2 * PieceHash.LENGTH
        || !sha256.chars().allMatch(HexFormat::isHexDigit)) {
      throw ManifestException.invalid("sha256 is not 64 hex digits");
    }
  }

  /** Half a surrogate pair has no bytes in UTF-8, so no info-hash can cover it. */
  private static void checkText(String field, String text) throws ManifestException {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw ManifestException.invalid(field + " is not Unicode text");
    }
  }
}
