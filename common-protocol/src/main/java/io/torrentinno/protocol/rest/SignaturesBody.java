package io.torrentinno.protocol.rest;

import java.util.List;

/**
 * The signatures of a manifest.
 *
 * @param signatures each as {@code ssh-keygen -Y sign} writes it
 */
public record SignaturesBody(List<String> signatures) {
  public SignaturesBody {
    signatures = List.copyOf(signatures);
  }
}
