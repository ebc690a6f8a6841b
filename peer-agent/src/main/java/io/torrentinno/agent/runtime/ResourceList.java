package io.torrentinno.agent.runtime;

import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.view.LazyList;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The resources of an agent, ordered by name.
 *
 * @param resources changes as resources are added and removed
 */
record ResourceList(Collection<Resource> resources) {
  /** The present resources. Each status is read when it is needed. */
  List<ResourceStatus> statuses() {
    return statuses(resources.stream());
  }

  /**
   * Resumes all resources that have failed.
   *
   * @param paused also those that are paused
   * @return the resources that are resumed
   */
  List<ResourceStatus> resume(boolean paused) {
    return statuses(resources.stream().filter(resource -> resumed(resource, paused)));
  }

  private static boolean resumed(Resource resource, boolean paused) {
    ResourceState state = resource.state();
    if (state != ResourceState.ERROR && !(paused && state == ResourceState.PAUSED)) {
      return false;
    }
    try {
      resource.resume();
      return true;
    } catch (ResourceException e) {
      return false; // The resource was removed, or is changed by another call.
    }
  }

  private static List<ResourceStatus> statuses(Stream<Resource> resources) {
    record Named(String name, Resource resource) {} // A link's name may change meanwhile.
    List<Resource> sorted =
        resources
            .map(resource -> new Named(resource.name(), resource))
            .sorted(
                Comparator.comparing(Named::name)
                    .thenComparing(named -> named.resource().infoHash()))
            .map(Named::resource)
            .toList();
    return LazyList.of(sorted.size(), i -> sorted.get(i).status());
  }
}
