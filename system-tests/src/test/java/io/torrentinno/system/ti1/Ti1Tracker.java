package io.torrentinno.system.ti1;

import io.torrentinno.system.harness.HttpAnswer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Announces as the deployed client does: four strings, nothing more. */
final class Ti1Tracker {
  /** Somebody who can be connected to. */
  record Peer(String peerId, String publicIp, int publicPort) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI peers;

  Ti1Tracker(Ti1Manifest manifest) {
    peers = URI.create("http://" + manifest.trackerIp() + ":" + manifest.trackerPort() + "/peers");
  }

  /**
   * Tells the tracker of one peer, and takes what it tells of others. Entries without an info-hash
   * of their own are ignored.
   *
   * @throws IllegalStateException when the answer is not what TI/1 promises
   */
  List<Peer> announce(String infoHash, Peer own) {
    Map<String, String> body =
        Map.of(
            "peerId",
            own.peerId(),
            "infoHash",
            infoHash,
            "publicIp",
            own.publicIp(),
            "publicPort",
            "" + own.publicPort());
    HttpAnswer answer = HttpAnswer.to("POST", peers, JSON.writeValueAsString(body));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return answer
        .json()
        .required("peers")
        .valueStream()
        .filter(peer -> peer.path("infoHash").asString("").equals(infoHash))
        .map(peer ->
            new Peer(
                peer.required("peerId").stringValue(),
                peer.required("publicIp").stringValue(),
                Integer.parseInt(peer.required("publicPort").stringValue())))
        .filter(peer -> !peer.peerId().equals(own.peerId()))
        .toList();
  }
}
