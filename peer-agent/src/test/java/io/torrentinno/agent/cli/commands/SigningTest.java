package io.torrentinno.agent.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.cli.CommandLineScene;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.testing.TestSigners;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.signature.SignedMessage;
import io.torrentinno.protocol.signature.SshFormatException;
import io.torrentinno.protocol.signature.SshSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SigningTest extends CommandLineScene {
  private static final String KEY = TestSigners.file("ed25519.key").toString();

  private InfoHash video = Samples.infoHash("FunnyVideo.mp4");
  private Path file = Path.of("FunnyVideo.mp4");

  @BeforeEach
  void putOneResource() throws Exception {
    agent.reset();
    byte[] text = Samples.MANIFEST.getBytes(StandardCharsets.UTF_8);
    ResourceManifest manifest = ManifestV1.of(ManifestReader.read(new ByteArrayInputStream(text)));
    video = agent.add(manifest).resource().infoHash();
    file = Files.writeString(folder.resolve("FunnyVideo.mp4"), "x");
  }

  @Test
  void signsWhatIsSharedWithAKey() throws SshFormatException {
    succeed("share", "--sign", KEY, file.toString());

    assertThat(out.toString()).startsWith(video.toString());
    assertThat(signatures()).hasSize(1);
    assertThat(isRight(signatures().getFirst())).isTrue();
  }

  @Test
  void saysThatNobodyCanFetchWhatTheAgentDoesNotServe() {
    agent.put(
        Samples.status("FunnyVideo.mp4", ResourceState.ERROR, 1, 1),
        new PieceStatus(new Bitfield(1), new Bitfield(1)),
        List.of());

    fail("the agent does not serve it: the disk is full", "share", file.toString());
    assertThat(err.toString()).contains("The agent does not serve 1 of 1 that were shared.");
    assertThat(out.toString()).startsWith(video.toString());

    succeed("share", "--sign", KEY, file.toString()); // Signing may end the error.
  }

  @Test
  void replacesTheSignatureOfTheSameKeyAndKeepsOthers() {
    succeed("share", "--sign", TestSigners.file("ecdsa-256.key").toString(), file.toString());
    succeed("share", "--sign", KEY, file.toString());
    List<String> before = signatures();

    succeed("share", "--sign", TestSigners.file("ecdsa-256.key").toString(), file.toString());

    assertThat(before).hasSize(2);
    assertThat(signatures()).hasSize(2).contains(before.getFirst()).isNotEqualTo(before);
  }

  @Test
  void addsASignatureThatWasMadeElsewhere() throws Exception {
    String made = TestSigners.sign("ed25519", SignedMessage.ofVersion1(video));
    Path signature = Files.writeString(folder.resolve("message.sig"), made);

    succeed("share", "--signature", signature.toString(), file.toString());

    assertThat(signatures()).containsExactly(made);
  }

  @Test
  void refusesASignatureOfAnotherManifest() {
    fail(
        "The signature does not match the manifest of FunnyVideo.mp4",
        "share",
        "--signature",
        TestSigners.file("version-1.sig").toString(),
        file.toString());
    assertThat(signatures()).isEmpty();
  }

  @Test
  void signsNothingThatIsNotWhatTheInfoHashNames() {
    agent.lieAboutWhatIsSigned(Samples.infoHash("another"));

    fail("sent another document: nothing was signed", "share", "--sign", KEY, file.toString());
    assertThat(signatures()).isEmpty();
  }

  @Test
  void leavesKeysWithAPassphraseToSshKeygen() {
    fail(
        "ssh-keygen -Y sign -f",
        "share",
        "--sign",
        TestSigners.file("encrypted.key").toString(),
        file.toString());
    assertThat(err.toString()).contains("--signature message.sig");
  }

  @Test
  void refusesWhatIsNoKeyBeforeItSharesAnything() {
    fail(
        "is not a private key that can sign",
        "share",
        "--sign",
        TestSigners.file("ed25519.sig").toString(),
        file.toString());
    fail("there is no such file", "share", "--sign", "gone.key", file.toString());
    fail(
        "is not a signature",
        "share",
        "--signature",
        TestSigners.file("ed25519.key").toString(),
        file.toString());
  }

  @Test
  void takesOneWayToSignAndOneFile() throws IOException {
    Path signature = Files.writeString(folder.resolve("x.sig"), TestSigners.text("ed25519.sig"));

    assertThat(run("share", "--sign", KEY, "--signature", signature.toString(), file.toString()))
        .isEqualTo(2);
    fail(
        "--signature is for one file or folder, or for --together.",
        "share",
        "--signature",
        signature.toString(),
        file.toString(),
        file.toString());
  }

  @Test
  void saysWhatTheAgentRefuses() {
    agent.failWith(Reason.NOT_SIGNED, "it is signed by SHA256:x");

    assertThat(run("share", "--sign", KEY, file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("No allowed signer has signed the manifest");
  }

  @Test
  void addsAManifestWithTheSignatureThatLiesBesideIt() throws IOException {
    Path manifest = Files.writeString(folder.resolve("m.json"), Samples.MANIFEST);
    String signature = TestSigners.file("version-1.sig").toString();
    agent.reset();

    succeed("add", manifest.toString(), "--signature", signature);

    assertThat(signatures()).containsExactly(TestSigners.text("version-1.sig"));
    assertThat(run("add", "magnet:?xt=x", "--signature", signature)).isEqualTo(2);
    assertThat(run("add", "-", "--signature", signature)).isEqualTo(2);
  }

  @Test
  void printsWhatASignatureSigns() throws IOException {
    Path message = folder.resolve("message");

    succeed("manifest", video.toString(), "--to-sign");
    assertThat(out.toString()).isEqualTo(video.toString());

    succeed("manifest", video.toString(), "--to-sign", "-o", message.toString());
    assertThat(out.toString()).endsWith("Wrote " + message + ".\n");
    assertThat(message).hasContent(video.toString());
  }

  private List<String> signatures() {
    return agent.manifest(video).signatures();
  }

  private boolean isRight(String signature) throws SshFormatException {
    return SshSignature.parse(signature)
        .verifies(SignedMessage.of(SignedMessage.ofVersion1(video)), SignedMessage.NAMESPACE);
  }

  private void fail(String message, String... arguments) {
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString()).contains(message);
  }
}
