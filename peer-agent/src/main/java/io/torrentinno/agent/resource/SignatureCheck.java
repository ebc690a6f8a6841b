package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.agent.signatures.SignaturePolicy.Place;
import io.torrentinno.protocol.signature.SignedMessage;
import io.torrentinno.protocol.signature.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one resource, and what they say. Any thread may ask for the verdict; it is made
 * in turns of the resource's mailbox.
 */
final class SignatureCheck {
  private final StateFolder state;
  private final SignaturePolicy policy;
  private volatile @Nullable Verdict verdict;

  /**
   * A check that has not looked yet.
   *
   * @param state has what is signed
   */
  SignatureCheck(StateFolder state, SignaturePolicy policy) {
    this.state = state;
    this.policy = policy;
  }

  /** The last verdict; null when signatures are not looked at, or the manifest is not known. */
  @Nullable Verdict verdict() {
    return verdict;
  }

  /**
   * Looks whether a resource may be transferred.
   *
   * @return why not; null when it may
   */
  @Nullable Failure judge(ResourceContent.Known known) {
    if (policy.isOff()) {
      return null;
    }
    ResourceManifest manifest = known.saved().manifest();
    try {
      Verdict now = policy.judge(manifest.signatures(), state.manifests().signed(manifest));
      verdict = now;
      if (!policy.refuses(now)) {
        return null;
      }
      policy.refused(Place.STORED);
      return new Failure(
          true,
          SignaturePolicy.why(now)
              + ". Add a signature ('torrentinno share --sign KEY' where it was shared), or remove"
              + " the resource");
    } catch (StorageException e) {
      return Failures.of(e);
    }
  }

  /**
   * Replaces the signatures; to be called in a turn.
   *
   * @throws ResourceException {@link Reason#BAD_SIGNATURE} when one of them is not by its key or
   *     not of this manifest; {@link Reason#NOT_SIGNED} when the agent would not take the manifest
   *     with these
   */
  void replace(ResourceContent.Known known, List<String> signatures) throws StorageException {
    ResourceManifest manifest = known.saved().manifest();
    SignedMessage message = state.manifests().signed(manifest);
    for (int i = 0; i < signatures.size(); i++) {
      if (!SignaturePolicy.isRight(signatures.get(i), message)) {
        throw new ResourceException(
            Reason.BAD_SIGNATURE,
            "signature "
                + (i + 1)
                + " does not match this manifest and the namespace "
                + SignedMessage.NAMESPACE);
      }
    }
    Verdict now = policy.judge(signatures, message);
    if (policy.refuses(now)) {
      policy.refused(Place.CHANGE);
      throw new ResourceException(Reason.NOT_SIGNED, SignaturePolicy.why(now));
    }
    store(known, signatures);
    verdict = policy.isOff() ? null : now;
  }

  /** Adds those of another copy of the manifest that are right; to be called in a turn. */
  void add(ResourceContent.Known known, List<String> others) throws StorageException {
    ResourceManifest manifest = known.saved().manifest();
    SignedMessage message = state.manifests().signed(manifest);
    List<String> all = new ArrayList<>(manifest.signatures());
    all.addAll(others);
    List<String> right = policy.right(all, message, ResourceManifest.MOST_SIGNATURES);
    if (!manifest.signatures().containsAll(right)) {
      store(known, right);
      verdict = policy.isOff() ? null : policy.judge(right, message);
    }
  }

  private static void store(ResourceContent.Known known, List<String> signatures)
      throws StorageException {
    try {
      known.saver().setSignatures(signatures);
    } catch (IllegalArgumentException e) {
      throw new ResourceException(Reason.BAD_SIGNATURE, String.valueOf(e.getMessage()), e);
    }
  }
}
