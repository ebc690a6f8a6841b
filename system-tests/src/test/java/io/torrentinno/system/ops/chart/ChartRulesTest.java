package io.torrentinno.system.ops.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every object, whatever the values are. */
final class ChartRulesTest {

  @ParameterizedTest
  @EnumSource
  void namesAndLabelsEveryObject(ChartVariant variant) {
    List<HasMetadata> objects = variant.render().objects();

    assertThat(objects)
        .isNotEmpty()
        .allSatisfy(object -> {
          assertThat(object.getMetadata().getName()).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
          assertThat(object.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
          assertThat(object.getMetadata().getLabels())
              .containsEntry("app.kubernetes.io/instance", Chart.RELEASE)
              .containsKeys(
                  "app.kubernetes.io/name",
                  "app.kubernetes.io/component",
                  "app.kubernetes.io/version",
                  "app.kubernetes.io/managed-by",
                  "helm.sh/chart");
        });
    assertThat(objects)
        .extracting(o -> o.getKind() + "/" + o.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void runsEveryPodAsTheRestrictedStandardWants(ChartVariant variant) {
    assertThat(variant.render().pods())
        .allSatisfy((name, pod) -> {
          PodSpec spec = pod.getSpec();
          assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
          assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
          assertThat(spec.getSecurityContext().getFsGroup()).isPositive();
          assertThat(spec.getSecurityContext().getSeccompProfile().getType())
              .isEqualTo("RuntimeDefault");
          assertThat(spec.getAutomountServiceAccountToken()).isFalse();
          assertThat(spec.getEnableServiceLinks()).isFalse();
          assertThat(spec.getHostPID()).isNull();
          assertThat(spec.getHostIPC()).isNull();
        });
  }

  @ParameterizedTest
  @EnumSource
  void givesNoContainerARightItDoesNotNeed(ChartVariant variant) {
    assertThat(variant.render().containers())
        .allSatisfy(container -> {
          var security = container.getSecurityContext();
          assertThat(security.getAllowPrivilegeEscalation()).isFalse();
          assertThat(security.getReadOnlyRootFilesystem()).isTrue();
          assertThat(security.getPrivileged()).isNull();
          assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
          assertThat(security.getCapabilities().getAdd()).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PEERS_BEYOND_THE_CLUSTER_BY_HOST_PORT", "PEERS_BEYOND_THE_CLUSTER_BY_HOST_NETWORK"})
  void takesNothingOfTheNodeUnlessAsked(ChartVariant variant) {
    Rendering chart = variant.render();

    assertThat(chart.pods().values())
        .extracting(pod -> pod.getSpec().getHostNetwork())
        .containsOnlyNulls();
    assertThat(chart.pods().values().stream().flatMap(pod -> pod.getSpec().getVolumes().stream()))
        .extracting(Volume::getHostPath)
        .containsOnlyNulls();
  }

  @ParameterizedTest
  @EnumSource
  void boundsAndProbesEveryContainer(ChartVariant variant) {
    assertThat(variant.render().containers())
        .allSatisfy(container -> {
          assertThat(container.getImage()).matches("[a-z0-9./-]+:[A-Za-z0-9._-]+");
          assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
          assertThat(container.getResources().getLimits()).containsKey("memory");
          assertThat(container.getLivenessProbe()).isNotNull();
          assertThat(container.getReadinessProbe()).isNotNull();
          assertThat(probedPorts(container)).isSubsetOf(portNames(container));
        });
  }

  @ParameterizedTest
  @EnumSource
  void mountsEveryVolumeAndNoOther(ChartVariant variant) {
    assertThat(variant.render().pods())
        .allSatisfy((name, pod) -> {
          Stream<VolumeMount> mounts =
              pod.getSpec().getContainers().stream().flatMap(c -> c.getVolumeMounts().stream());
          assertThat(mounts.map(VolumeMount::getName).toList())
              .containsExactlyInAnyOrderElementsOf(
                  pod.getSpec().getVolumes().stream().map(Volume::getName).toList());
        });
  }

  @ParameterizedTest
  @EnumSource
  void selectsThePodsItMeans(ChartVariant variant) {
    Rendering chart = variant.render();

    for (Deployment workload : chart.all(Deployment.class)) {
      assertThat(podsSelectedBy(chart, workload.getSpec().getSelector()))
          .containsExactly(workload.getMetadata().getName());
    }
    for (DaemonSet workload : chart.all(DaemonSet.class)) {
      assertThat(podsSelectedBy(chart, workload.getSpec().getSelector()))
          .containsExactly(workload.getMetadata().getName());
    }
    for (PodDisruptionBudget budget : chart.all(PodDisruptionBudget.class)) {
      assertThat(podsSelectedBy(chart, budget.getSpec().getSelector()))
          .containsExactly(budget.getMetadata().getName());
    }
    for (NetworkPolicy policy : chart.all(NetworkPolicy.class)) {
      assertThat(podsSelectedBy(chart, policy.getSpec().getPodSelector()))
          .containsExactly(policy.getMetadata().getName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void leadsEveryServiceToAPortOfOneWorkload(ChartVariant variant) {
    Rendering chart = variant.render();

    for (Service service : chart.all(Service.class)) {
      LabelSelector selector = new LabelSelector(List.of(), service.getSpec().getSelector());
      List<String> selected = podsSelectedBy(chart, selector);
      assertThat(selected).as(service.getMetadata().getName()).hasSize(1);
      PodTemplateSpec pod = Objects.requireNonNull(chart.pods().get(selected.getFirst()));
      assertThat(service.getSpec().getPorts())
          .isNotEmpty()
          .extracting(port -> port.getTargetPort().getStrVal())
          .isSubsetOf(
              pod.getSpec().getContainers().stream().flatMap(ChartRulesTest::portNamesOf).toList());
    }
  }

  private static List<String> podsSelectedBy(Rendering chart, LabelSelector selector) {
    assertThat(selector.getMatchLabels()).isNotEmpty();
    return chart.pods().entrySet().stream()
        .filter(pod -> carries(pod.getValue(), selector.getMatchLabels()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean carries(PodTemplateSpec pod, Map<String, String> labels) {
    return pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
  }

  private static List<String> portNames(Container container) {
    return portNamesOf(container).toList();
  }

  private static Stream<String> portNamesOf(Container container) {
    return container.getPorts().stream().map(ContainerPort::getName);
  }

  private static List<String> probedPorts(Container container) {
    return Stream.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .filter(Objects::nonNull)
        .flatMap(ChartRulesTest::portOf)
        .toList();
  }

  private static Stream<String> portOf(Probe probe) {
    if (probe.getHttpGet() != null) {
      return Stream.of(probe.getHttpGet().getPort().getStrVal());
    }
    return probe.getTcpSocket() != null
        ? Stream.of(probe.getTcpSocket().getPort().getStrVal())
        : Stream.of();
  }
}
