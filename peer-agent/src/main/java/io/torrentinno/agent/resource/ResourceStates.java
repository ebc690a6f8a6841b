package io.torrentinno.agent.resource;

import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.view.ResourceState;

/** The states that others see, for the phases of a resource. */
final class ResourceStates {
  private ResourceStates() {}

  static ResourceState of(Phase phase) {
    return switch (phase) {
      case Phase.AwaitingManifest _ -> ResourceState.FETCHING_MANIFEST;
      case Phase.Checking _ -> ResourceState.CHECKING;
      case Phase.Active(boolean complete) ->
          complete ? ResourceState.SEEDING : ResourceState.DOWNLOADING;
      case Phase.Failed _ -> ResourceState.ERROR;
      case Phase.Paused _, Phase.Removed _ -> ResourceState.PAUSED;
    };
  }
}
