package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.signature.Verdict;
import java.util.OptionalLong;

/**
 * Ends a run that may not fetch what it was asked for. A running agent waits for a signature for as
 * long as it takes; a command would never end.
 */
final class SignatureWait {
  private final GetSecurity security;
  private OptionalLong since = OptionalLong.empty();

  SignatureWait(GetSecurity security) {
    this.security = security;
  }

  /**
   * Looks at the state of the resource.
   *
   * @throws CommandFailed when its signatures do not count, or no peer has had one in time
   */
  void check(ResourceStatus now) {
    Verdict verdict = now.condition().signature();
    if (now.state() == ResourceState.ERROR
        && verdict != null
        && security.signatures().refuses(verdict)) {
      throw new CommandFailed(GetAdvice.of(now.name() + ": " + SignaturePolicy.why(verdict)));
    }
    if (now.state() == ResourceState.FETCHING_MANIFEST
        && security.signatures().refusals(SignaturePolicy.Place.LINK) > 0) {
      long time = System.nanoTime();
      if (since.isEmpty()) {
        since = OptionalLong.of(time);
      }
      if (time - since.getAsLong() >= security.patience().toNanos()) {
        throw new CommandFailed(
            now.name()
                + ": the manifest has arrived, but no peer has a signature of an allowed signer");
      }
    }
  }
}
