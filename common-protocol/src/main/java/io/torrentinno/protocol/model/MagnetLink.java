package io.torrentinno.protocol.model;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names a resource whose manifest is fetched from its peers ({@code specs/manifest.md}): {@code
 * magnet:?xt=urn:torrentinno:<info-hash>&tr=<tracker>&dn=<name>}; {@code urn:torrentinno2:} when
 * its manifest has version 2.
 *
 * @param version of the manifest: 1 or 2
 * @param trackers trackers of the resource, at most {@value #MAX_TRACKERS}, each once
 * @param name the name to show until the manifest is there; null when the link has none
 */
public record MagnetLink(
    int version, InfoHash infoHash, List<TrackerAddress> trackers, @Nullable String name) {
  /** Longest link, in characters. */
  public static final int MAX_LENGTH = 8192;

  /** The most trackers of a link. */
  public static final int MAX_TRACKERS = 16;

  private static final String SCHEME = "magnet:?";
  private static final String URN = "urn:torrentinno:";
  private static final String URN_2 = "urn:torrentinno2:";

  /** The beginnings of names of resources, with the version of their manifest. */
  private static final SortedMap<String, Integer> URNS =
      Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(URN, 1, URN_2, 2)));

  public MagnetLink {
    if (version != 1 && version != 2) {
      throw new IllegalArgumentException("there is no version " + version + " of manifests");
    }
    trackers = List.copyOf(new LinkedHashSet<>(trackers));
    if (trackers.size() > MAX_TRACKERS) {
      throw new IllegalArgumentException("the link has more than " + MAX_TRACKERS + " trackers");
    }
    if (name != null && !FileName.isValid(name)) {
      throw new IllegalArgumentException("the name " + FileName.fault(name));
    }
  }

  /** A link to a resource with a manifest of version 1. */
  public MagnetLink(InfoHash infoHash, List<TrackerAddress> trackers, @Nullable String name) {
    this(1, infoHash, trackers, name);
  }

  /**
   * Reads a link to a resource with a manifest of version 1, as {@link #parseAny} does, and refuses
   * other links.
   */
  public static MagnetLink parse(String text) {
    return parse(text, Map.of(URN, 1));
  }

  /**
   * Reads a link, with or without white space around it. Unknown parameters are ignored, and so is
   * a name that no file can have.
   *
   * @throws IllegalArgumentException when it is no magnet link, has no info-hash or two of them, or
   *     a tracker is not {@code host:port}; the message says which
   */
  public static MagnetLink parseAny(String text) {
    return parse(text, URNS);
  }

  private static MagnetLink parse(String text, Map<String, Integer> urns) {
    String link = text.strip();
    if (link.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("the link has more than " + MAX_LENGTH + " characters");
    }
    if (!link.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new IllegalArgumentException("the link does not begin with " + SCHEME);
    }
    Set<MagnetLink> named = new LinkedHashSet<>();
    Set<TrackerAddress> trackers = new LinkedHashSet<>();
    String name = null;
    for (String parameter : link.substring(SCHEME.length()).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
      switch (equals < 0 ? "" : parameter.substring(0, equals)) {
        case "xt" -> urns.forEach((urn, version) -> addNamed(named, urn, version, value));
        case "tr" -> trackers.add(TrackerAddress.parse(value.strip()));
        case "dn" -> name = FileName.isValid(value) ? value : null;
        default -> {}
      }
    }
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "the link has no parameter xt=" + String.join("… or xt=", urns.keySet()) + "…");
    }
    if (named.size() > 1) {
      throw new IllegalArgumentException("the link names " + named.size() + " resources");
    }
    MagnetLink bare = named.iterator().next();
    return new MagnetLink(bare.version, bare.infoHash, List.copyOf(trackers), name);
  }

  /** The link, which {@link #parse} reads as the same. */
  @Override
  public String toString() {
    StringBuilder link =
        new StringBuilder(SCHEME + "xt=").append(version == 1 ? URN : URN_2).append(infoHash);
    trackers.forEach(tracker -> link.append("&tr=").append(tracker));
    return name == null ? link.toString() : link + "&dn=" + encode(name);
  }

  private static void addNamed(Set<MagnetLink> named, String urn, int version, String value) {
    if (value.regionMatches(true, 0, urn, 0, urn.length())) {
      InfoHash infoHash = InfoHash.parse(value.substring(urn.length()).strip());
      named.add(new MagnetLink(version, infoHash, List.of(), null));
    }
  }

  private static String decode(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
