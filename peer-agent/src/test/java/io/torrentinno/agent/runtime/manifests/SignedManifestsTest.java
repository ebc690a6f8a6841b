package io.torrentinno.agent.runtime.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.signatures.SignatureMode;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.agent.testing.TestSigners;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.signature.AllowedSigners;
import io.torrentinno.protocol.signature.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole agents on loopback, some of which take only signed manifests. */
class SignedManifestsTest extends LocalAgents {
  private static final String ALLOWED = "ed25519";
  private static final String STRANGER = "rsa";

  private volatile AllowedSigners signers = TestSigners.allowing(ALLOWED);
  private final SignaturePolicy required = policy(SignatureMode.REQUIRE);

  @Test
  void refusesAManifestThatNobodyHasSigned() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", required);
    ResourceManifest manifest = seeder.manifest(share(seeder, 2));

    assertRefused(Reason.NOT_SIGNED, () -> fetcher.add(manifest));

    assertThat(fetcher.list()).isEmpty();
    assertThat(required.refusals(SignaturePolicy.Place.ADD)).isOne();
  }

  @Test
  void refusesAManifestThatAStrangerHasSigned() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", required);
    InfoHash infoHash = share(seeder, 2);
    sign(seeder, infoHash, STRANGER);

    assertThatThrownBy(() -> fetcher.add(seeder.manifest(infoHash)))
        .hasMessageContaining("SHA256:")
        .hasMessageContaining("who is not an allowed signer");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void takesAManifestThatAnAllowedSignerHasSigned(int version) throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", required);
    InfoHash infoHash = share(seeder, version);
    sign(seeder, infoHash, ALLOWED);

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.status(infoHash).condition().signature())
        .isEqualTo(new Verdict(Verdict.State.VALID, "ed25519@example.org"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fetchesTheSignatureFromPeersForALink(int version) throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", required);
    InfoHash infoHash = share(seeder, version);
    sign(seeder, infoHash, ALLOWED);

    fetcher.add(link(seeder, infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.manifest(infoHash).signatures())
        .isEqualTo(seeder.manifest(infoHash).signatures());
  }

  @Test
  void fetchesNoPieceForALinkWhileNoPeerHasASignature() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher", required);
    InfoHash infoHash = share(seeder, 2);
    sign(seeder, infoHash, STRANGER);

    fetcher.add(link(seeder, infoHash));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(fetcher.status(infoHash).condition().waiting())
                .isEqualTo(
                    "the manifest has arrived, but no peer has a signature of an allowed signer"));
    assertThat(fetcher.status(infoHash).state()).isEqualTo(ResourceState.FETCHING_MANIFEST);
    assertThat(seeder.counters().uploadedBytes()).isZero();
    assertThat(required.refusals(SignaturePolicy.Place.LINK)).isPositive();
  }

  @Test
  void passesSignaturesOnThatItDoesNotLookAt() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent middle = agent("middle");
    InfoHash infoHash = share(seeder, 2);
    sign(seeder, infoHash, STRANGER, ALLOWED);

    middle.add(link(seeder, infoHash));
    awaitState(middle, infoHash, ResourceState.SEEDING);

    assertThat(middle.manifest(infoHash).signatures())
        .containsExactlyInAnyOrderElementsOf(seeder.manifest(infoHash).signatures());
    assertThat(middle.status(infoHash).condition().signature()).isNull();
  }

  @Test
  void showsWhatItTakesAllTheSame() throws Exception {
    TorrentAgent agent = agent("agent", policy(SignatureMode.WARN));

    InfoHash infoHash = share(agent, 2);
    assertThat(agent.status(infoHash).condition().signature()).isEqualTo(Verdict.NONE);

    sign(agent, infoHash, STRANGER);
    assertThat(agent.status(infoHash).condition().signature())
        .extracting(Verdict::state)
        .isEqualTo(Verdict.State.UNKNOWN_SIGNER);
    assertThat(agent.status(infoHash).state()).isEqualTo(ResourceState.SEEDING);
  }

  @Test
  void sharesWhatIsSignedAfterwards() throws Exception {
    TorrentAgent agent = agent("agent", required);

    InfoHash infoHash = share(agent, 2);
    assertThat(agent.status(infoHash).state()).as("at once").isEqualTo(ResourceState.ERROR);
    assertThat(agent.status(infoHash).error()).contains("it is not signed");

    sign(agent, infoHash, ALLOWED);
    awaitState(agent, infoHash, ResourceState.SEEDING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stopsWhatWasTakenBeforeSignaturesWereRequired(int version) throws Exception {
    TorrentAgent before = agent("agent");
    InfoHash infoHash = share(before, version);
    awaitState(before, infoHash, ResourceState.SEEDING);
    stop(before);

    TorrentAgent after = agent("agent", required);
    awaitState(after, infoHash, ResourceState.ERROR);
    assertThat(after.status(infoHash).error()).contains("it is not signed", "torrentinno share");
    assertThat(after.status(infoHash).condition().retryIn()).isNotNull();
    assertThat(required.refusals(SignaturePolicy.Place.STORED)).isPositive();

    sign(after, infoHash, ALLOWED);
    awaitState(after, infoHash, ResourceState.SEEDING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void keepsSignaturesOverARestart(int version) throws Exception {
    TorrentAgent before = agent("agent", required);
    InfoHash infoHash = share(before, version);
    sign(before, infoHash, ALLOWED);
    awaitState(before, infoHash, ResourceState.SEEDING);
    stop(before);

    TorrentAgent after = agent("agent", required);

    awaitState(after, infoHash, ResourceState.SEEDING);
  }

  @Test
  void stopsWhenASignerIsTakenFromTheList() throws Exception {
    TorrentAgent agent = agent("agent", required);
    InfoHash infoHash = share(agent, 2);
    sign(agent, infoHash, ALLOWED);
    awaitState(agent, infoHash, ResourceState.SEEDING);

    signers = TestSigners.allowing(STRANGER);
    agent.signersChanged();
    awaitState(agent, infoHash, ResourceState.ERROR);

    signers = TestSigners.allowing(ALLOWED);
    agent.signersChanged();
    awaitState(agent, infoHash, ResourceState.SEEDING);
  }

  @Test
  void refusesSignaturesOfAnotherManifest() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash = share(agent, 2);
    String other = TestSigners.text("ed25519.sig");

    assertRefused(Reason.BAD_SIGNATURE, () -> agent.setSignatures(infoHash, List.of(other)));
    assertRefused(
        Reason.BAD_SIGNATURE, () -> agent.setSignatures(infoHash, List.of("no signature")));
    String right = signature(agent, infoHash, ALLOWED);
    assertRefused(
        Reason.BAD_SIGNATURE, () -> agent.setSignatures(infoHash, Collections.nCopies(17, right)));

    assertThat(agent.manifest(infoHash).signatures()).isEmpty();
  }

  @Test
  void keepsTheSignatureThatItNeeds() throws Exception {
    TorrentAgent agent = agent("agent", required);
    InfoHash infoHash = share(agent, 2);
    sign(agent, infoHash, ALLOWED);

    assertRefused(Reason.NOT_SIGNED, () -> agent.setSignatures(infoHash, List.of()));
    assertThat(required.refusals(SignaturePolicy.Place.CHANGE)).isOne();
  }

  @Test
  void addsTheSignaturesOfAnotherCopyOfAManifest() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, 2);
    fetcher.add(seeder.manifest(infoHash));
    sign(fetcher, infoHash, STRANGER);
    sign(seeder, infoHash, ALLOWED);
    ResourceManifest wrong =
        seeder.manifest(infoHash).withSignatures(List.of(TestSigners.text("rsa.sig")));

    fetcher.add(seeder.manifest(infoHash));
    fetcher.add(wrong);

    assertThat(fetcher.manifest(infoHash).signatures())
        .hasSize(2)
        .contains(seeder.manifest(infoHash).signatures().getFirst());
  }

  private InfoHash share(TorrentAgent agent, int version) throws IOException {
    byte[] content = new byte[300_000];
    new Random(14).nextBytes(content);
    Path file = Files.write(folder.resolve("film.mkv"), content);
    return agent
        .share(new ShareRequest(file, null, "", null, false, version))
        .resource()
        .infoHash();
  }

  private static MagnetLink link(TorrentAgent agent, InfoHash infoHash) {
    return agent.status(infoHash).magnet();
  }

  private static void sign(TorrentAgent agent, InfoHash infoHash, String... keys)
      throws IOException {
    List<String> signatures = new ArrayList<>();
    for (String key : keys) {
      signatures.add(signature(agent, infoHash, key));
    }
    agent.setSignatures(infoHash, signatures);
  }

  private static String signature(TorrentAgent agent, InfoHash infoHash, String key)
      throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    agent.exportSigned(infoHash, message);
    return TestSigners.sign(key, message.toByteArray());
  }

  private SignaturePolicy policy(SignatureMode mode) {
    return new SignaturePolicy(mode, () -> signers, InstantSource.system());
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(ResourceException.class))
        .returns(reason, ResourceException::reason);
  }
}
