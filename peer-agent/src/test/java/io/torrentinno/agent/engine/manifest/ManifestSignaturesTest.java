package io.torrentinno.agent.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.ManifestCommand;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage.Hello;
import io.torrentinno.protocol.wire.PeerMessage.ManifestRequest;
import io.torrentinno.protocol.wire.ProofMessage;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The signatures that come with a manifest, or after it. */
class ManifestSignaturesTest extends ManifestSessionScene {
  private static final Hello SIGNING =
      hello(Set.of(Feature.FAST, Feature.MANIFEST, Feature.SIGNATURES));
  private static final ProofMessage.Signatures SIGNATURES =
      new ProofMessage.Signatures(List.of(Bytes.copyOf((byte) 1)));

  @Test
  void asksForSignaturesWithTheManifest() {
    ManifestSession signing = signingSession();
    signing.on(new ManifestEvent.Connected(TO_ALICE, ALICE, HOST, true), now);

    assertThat(signing.on(new ManifestEvent.Received(TO_ALICE, SIGNING), now))
        .containsExactly(
            send(TO_ALICE, new ProofMessage.SignatureRequest()),
            new ManifestCommand.Begin(TO_ALICE),
            send(TO_ALICE, new ManifestRequest(0, PART)));
  }

  @Test
  void asksForNoSignaturesWherePeersDoNotKnowThem() {
    ManifestSession signing = signingSession();
    signing.on(new ManifestEvent.Connected(TO_ALICE, ALICE, HOST, true), now);

    assertThat(signing.on(new ManifestEvent.Received(TO_ALICE, HELLO), now))
        .doesNotContain(send(TO_ALICE, new ProofMessage.SignatureRequest()));
  }

  @Test
  void handsTheManifestOverWithTheSignaturesThatAreHere() {
    ManifestSession signing = signingSession();
    greet(signing, TO_ALICE, ALICE);
    greet(signing, TO_BOB, BOB);
    signing.on(new ManifestEvent.Received(TO_BOB, SIGNATURES), now);

    assertThat(signing.on(new ManifestEvent.Right(TO_ALICE), now))
        .containsExactly(
            new ManifestCommand.Sign(TO_ALICE, List.of()),
            new ManifestCommand.Sign(TO_BOB, SIGNATURES.signatures()));
    assertThat(signing.shortage(now)).isEqualTo(Shortage.NOT_SIGNED);
  }

  @Test
  void handsTheManifestOverWhenItsSourceHasGone() {
    ManifestSession signing = signingSession();

    assertThat(signing.on(new ManifestEvent.Right(TO_ALICE), now))
        .containsExactly(new ManifestCommand.Sign(TO_ALICE, List.of()));
  }

  @Test
  void takesSignaturesThatComeAfterTheManifest() {
    ManifestSession signing = signingSession();
    greet(signing, TO_ALICE, ALICE);
    signing.on(new ManifestEvent.Right(TO_ALICE), now);

    assertThat(signing.on(new ManifestEvent.Unsigned(TO_ALICE), now))
        .as("the answer is on its way")
        .isEmpty();
    assertThat(signing.on(new ManifestEvent.Received(TO_ALICE, SIGNATURES), now))
        .containsExactly(new ManifestCommand.Sign(TO_ALICE, SIGNATURES.signatures()));
    assertThat(signing.on(new ManifestEvent.Received(TO_ALICE, SIGNATURES), now))
        .as("not asked for")
        .isEmpty();
  }

  @Test
  void leavesPeersWhoseSignaturesAreNotEnoughAndBansNone() {
    ManifestSession signing = signingSession();
    greet(signing, TO_ALICE, ALICE);
    signing.on(new ManifestEvent.Right(TO_ALICE), now);
    signing.on(new ManifestEvent.Received(TO_ALICE, SIGNATURES), now);

    assertThat(signing.on(new ManifestEvent.Unsigned(TO_ALICE), now))
        .containsExactly(disconnect(TO_ALICE, DisconnectReason.REDUNDANT));
    assertThat(signing.bans(now)).isEmpty();
  }

  @Test
  void leavesPeersThatNeverSendTheirSignatures() {
    ManifestSession signing = signingSession();
    greet(signing, TO_ALICE, ALICE);
    signing.on(new ManifestEvent.Right(TO_ALICE), now);
    signing.on(new ManifestEvent.Unsigned(TO_ALICE), now);
    pass(ManifestSession.SILENCE);

    assertThat(signing.on(new ManifestEvent.Tick(), now))
        .contains(disconnect(TO_ALICE, DisconnectReason.SILENT));
  }

  @Test
  void asksForNothingButSignaturesOnceTheManifestIsHere() {
    ManifestSession signing = signingSession();
    signing.on(new ManifestEvent.Right(TO_ALICE), now);
    signing.on(new ManifestEvent.Connected(TO_BOB, BOB, HOST, true), now);

    assertThat(signing.on(new ManifestEvent.Received(TO_BOB, SIGNING), now))
        .containsExactly(send(TO_BOB, new ProofMessage.SignatureRequest()));
    signing.on(new ManifestEvent.Connected(TO_ALICE, ALICE, HOST, true), now);
    assertThat(signing.on(new ManifestEvent.Received(TO_ALICE, HELLO), now))
        .as("it knows no signatures")
        .containsExactly(disconnect(TO_ALICE, DisconnectReason.REDUNDANT));
  }

  @Test
  void hasNoSignaturesForPeersAndSaysItOnce() {
    ManifestSession signing = signingSession();
    greet(signing, TO_ALICE, ALICE);
    ManifestEvent asked = new ManifestEvent.Received(TO_ALICE, new ProofMessage.SignatureRequest());

    assertThat(signing.on(asked, now))
        .containsExactly(send(TO_ALICE, new ProofMessage.Signatures(List.of())));
    assertThat(signing.on(asked, now)).isEmpty();
  }

  private ManifestSession signingSession() {
    return new ManifestSession(
        SessionSettings.of(SELF, SIGNING, 50, SessionSettings.Sharing.DEFAULT), new Random(7), now);
  }

  private void greet(ManifestSession signing, ConnectionId connection, PeerId peer) {
    signing.on(new ManifestEvent.Connected(connection, peer, HOST, true), now);
    signing.on(new ManifestEvent.Received(connection, SIGNING), now);
  }
}
