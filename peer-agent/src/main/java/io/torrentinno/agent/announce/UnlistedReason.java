package io.torrentinno.agent.announce;

import java.util.regex.Pattern;

/** The reason why a tracker does not list a peer. */
final class UnlistedReason {
  /** An unknown word, if it is safe to show. */
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private UnlistedReason() {}

  /** For people; {@code word} is one of those that {@code specs/tracker.md} defines, or another. */
  static String of(String word) {
    return switch (word) {
      case "swarms" -> "it lists as many resources as its operator allows";
      case "peers-per-swarm" -> "the resource has as many peers there as its operator allows";
      case "peers-per-address" ->
          "the address of this peer has as many peers there as its operator allows";
      case "peer-id" -> "another peer is listed there with the peer-id of this agent";
      default -> WORD.matcher(word).matches() ? "its reason is " + word : "its reason is not known";
    };
  }
}
