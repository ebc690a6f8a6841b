package io.torrentinno.protocol.model;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names a resource whose manifest is to be had from its peers ({@code specs/manifest.md}): {@code
 * magnet:?xt=urn:torrentinno:<info-hash>&tr=<tracker>&dn=<name>}.
 *
 * @param trackers where peers are to be found, at most {@value #MAX_TRACKERS}, each once
 * @param name what to call the resource until its manifest is here; null when the link has none
 */
public record MagnetLink(InfoHash infoHash, List<TrackerAddress> trackers, @Nullable String name) {
  /** Longest link, in characters. */
  public static final int MAX_LENGTH = 8192;

  /** The most trackers that a link names. */
  public static final int MAX_TRACKERS = 16;

  private static final String SCHEME = "magnet:?";
  private static final String URN = "urn:torrentinno:";

  public MagnetLink {
    trackers = List.copyOf(new LinkedHashSet<>(trackers));
    if (trackers.size() > MAX_TRACKERS) {
      throw new IllegalArgumentException("more than " + MAX_TRACKERS + " trackers");
    }
    if (name != null && !FileName.isValid(name)) {
      throw new IllegalArgumentException("the name " + FileName.fault(name));
    }
  }

  /**
   * Reads a link, with white space around it or not. Parameters that are not its own are passed
   * over, and so is a name that no file can have.
   *
   * @throws IllegalArgumentException when it is no magnet link, has no info-hash or two of them, or
   *     a tracker is not {@code host:port}; the message says which
   */
  public static MagnetLink parse(String text) {
    String link = text.strip();
    if (link.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
    }
    if (!link.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new IllegalArgumentException("it does not begin with " + SCHEME);
    }
    Set<InfoHash> hashes = new LinkedHashSet<>();
    Set<TrackerAddress> trackers = new LinkedHashSet<>();
    String name = null;
    for (String parameter : link.substring(SCHEME.length()).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
      switch (equals < 0 ? "" : parameter.substring(0, equals)) {
        case "xt" -> addHash(hashes, value);
        case "tr" -> trackers.add(TrackerAddress.parse(value.strip()));
        case "dn" -> name = FileName.isValid(value) ? value : null;
        default -> {}
      }
    }
    if (hashes.size() != 1) {
      throw new IllegalArgumentException("it has " + hashes.size() + " parameters xt=" + URN + "…");
    }
    return new MagnetLink(hashes.iterator().next(), List.copyOf(trackers), name);
  }

  /** The link, which {@link #parse} reads as the same. */
  @Override
  public String toString() {
    StringBuilder link = new StringBuilder(SCHEME + "xt=" + URN).append(infoHash);
    trackers.forEach(tracker -> link.append("&tr=").append(tracker));
    return name == null ? link.toString() : link + "&dn=" + encode(name);
  }

  private static void addHash(Set<InfoHash> hashes, String value) {
    if (value.regionMatches(true, 0, URN, 0, URN.length())) {
      hashes.add(InfoHash.parse(value.substring(URN.length()).strip()));
    }
  }

  private static String decode(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
