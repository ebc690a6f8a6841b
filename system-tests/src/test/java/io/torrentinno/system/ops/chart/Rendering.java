package io.torrentinno.system.ops.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What one rendering of the chart gives.
 *
 * @param objects the objects of kinds that the Kubernetes model knows
 * @param unmodelled the objects of other kinds, as trees
 */
public record Rendering(List<HasMetadata> objects, List<JsonNode> unmodelled) {

  /** The objects of one kind. */
  public <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The object of one kind whose name ends in {@code -suffix}. */
  public <T extends HasMetadata> T the(Class<T> kind, String suffix) {
    return all(kind).stream()
        .filter(object -> object.getMetadata().getName().endsWith("-" + suffix))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " named *-" + suffix));
  }

  /** The pod templates of every workload, by the workload's name. */
  public Map<String, PodTemplateSpec> pods() {
    Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
    all(Deployment.class).forEach(d -> pods.put(nameOf(d), d.getSpec().getTemplate()));
    all(DaemonSet.class).forEach(d -> pods.put(nameOf(d), d.getSpec().getTemplate()));
    return pods;
  }

  /** Every container of every workload, init containers included. */
  public Stream<Container> containers() {
    return pods().values().stream()
        .map(PodTemplateSpec::getSpec)
        .flatMap(
            pod -> Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()));
  }

  /** The plain environment of a named container: the variables that are given as values. */
  public Map<String, String> environmentOf(String container) {
    Map<String, String> environment = new LinkedHashMap<>();
    variablesIn(container)
        .filter(variable -> variable.getValueFrom() == null)
        .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
    return environment;
  }

  /** The names of all variables of a named container. */
  public List<String> variablesOf(String container) {
    return variablesIn(container).map(EnvVar::getName).toList();
  }

  /** One variable of a named container. */
  public EnvVar variable(String container, String name) {
    return variablesIn(container)
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in container " + container));
  }

  private Stream<EnvVar> variablesIn(String container) {
    return containers()
        .filter(candidate -> candidate.getName().equals(container))
        .flatMap(found -> found.getEnv().stream());
  }

  private static String nameOf(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
