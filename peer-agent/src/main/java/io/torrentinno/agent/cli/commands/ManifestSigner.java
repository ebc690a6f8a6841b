package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.protocol.signature.SignedMessage;
import io.torrentinno.protocol.signature.SshFormatException;
import io.torrentinno.protocol.signature.SshFormatException.Reason;
import io.torrentinno.protocol.signature.SshPrivateKey;
import io.torrentinno.protocol.signature.SshPublicKey;
import io.torrentinno.protocol.signature.SshSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Signs the manifests of an agent in this process. The agent never gets the key. */
final class ManifestSigner {
  private final AgentClient agent;
  private final Source source;

  /** Makes the signature of a message, or returns one that exists. */
  private interface Source {
    SshSignature of(SignedMessage message);
  }

  private ManifestSigner(AgentClient agent, Source source) {
    this.agent = agent;
    this.source = source;
  }

  /**
   * A signer with a private key that {@code ssh-keygen} has written.
   *
   * @throws CommandFailed when the file is not such a key, or has a passphrase
   */
  static ManifestSigner withKey(AgentClient agent, Path file) {
    try {
      SshPrivateKey key = SshPrivateKey.parse(text(file, SshPrivateKey.MAX_LENGTH));
      return new ManifestSigner(agent, message -> key.sign(message, SignedMessage.NAMESPACE));
    } catch (SshFormatException e) {
      if (e.reason() == Reason.ENCRYPTED) {
        throw new CommandFailed(
            file
                + " has a passphrase. Let ssh-keygen ask for it: 'torrentinno manifest RESOURCE"
                + " --to-sign -o message', 'ssh-keygen -Y sign -f "
                + file
                + " -n "
                + SignedMessage.NAMESPACE
                + " message', and then 'torrentinno share FILE --signature message.sig'.",
            e);
      }
      throw new CommandFailed(
          file + " is not a private key that can sign: " + e.getMessage() + ".", e);
    }
  }

  /**
   * A signer that adds the signature in a file.
   *
   * @throws CommandFailed when the file is not a signature
   */
  static ManifestSigner withSignature(AgentClient agent, Path file) {
    try {
      SshSignature signature = SshSignature.parse(text(file, SshSignature.MAX_LENGTH));
      return new ManifestSigner(agent, _ -> signature);
    } catch (SshFormatException e) {
      throw new CommandFailed(file + " is not a signature: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Adds the signature to a manifest. It replaces an earlier one by the same key.
   *
   * @throws CommandFailed when the signature does not match the manifest
   */
  void sign(ResourceBody resource) {
    String infoHash = resource.infoHash();
    SignedMessage message = message(infoHash);
    SshSignature signature = source.of(message);
    if (!isRight(signature, message)) {
      throw new CommandFailed(
          "The signature does not match the manifest of "
              + resource.name()
              + " for the namespace "
              + SignedMessage.NAMESPACE
              + ".");
    }
    Stream<String> others =
        agent.signatures(infoHash).stream().filter(other -> !isBy(signature.key(), other));
    agent.setSignatures(infoHash, Stream.concat(Stream.of(signature.toText()), others).toList());
  }

  /** Fetches the message to sign, and compares its hash with the info-hash. */
  private SignedMessage message(String infoHash) {
    MessageDigest sha256 = sha256();
    SignedMessage message;
    try {
      message =
          SignedMessage.of(out ->
              agent.download(
                  "/" + infoHash + "/signatures/message", new DigestOutputStream(out, sha256)));
    } catch (IOException e) {
      throw new CommandFailed("Can't fetch what is signed: " + Reasons.of(e), e);
    }
    String hash = HexFormat.of().formatHex(sha256.digest());
    String hashOfVersion1 =
        HexFormat.of().formatHex(sha256().digest(infoHash.getBytes(StandardCharsets.US_ASCII)));
    if (!hash.equals(infoHash) && !hash.equals(hashOfVersion1)) {
      throw new CommandFailed(
          "The agent at " + agent.base() + " sent another document: nothing was signed.");
    }
    return message;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  private static boolean isRight(SshSignature signature, SignedMessage message) {
    try {
      return signature.verifies(message, SignedMessage.NAMESPACE);
    } catch (SshFormatException e) {
      throw new CommandFailed("The signature can't be checked here: " + e.getMessage() + ".", e);
    }
  }

  private static boolean isBy(SshPublicKey key, String signature) {
    try {
      return SshSignature.parse(signature).key().equals(key);
    } catch (SshFormatException _) {
      return false; // A signature of another kind, which is kept.
    }
  }

  private static String text(Path file, int most) {
    try {
      if (Files.size(file) > most) {
        throw new CommandFailed(file + " has more than " + most + " bytes.");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new CommandFailed("Can't read " + file + ": " + Reasons.of(e), e);
    }
  }
}
