package io.torrentinno.system.ops.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** The mistakes that the API server would refuse are refused here. */
final class KubernetesReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{spec: {replica: 2}}",
        "{spec: {template: {spec: {containers: [{name: a, imagePolicy: Always}]}}}}",
        "{spec: {template: {spec: {containers: [{env: [{name: COUNT, value: 3}]}]}}}}",
        "{metadata: {labels: {enabled: true}}}",
        "{spec: {replicas: 1, replicas: 2}}",
        "{spec: {replicas: several}}",
      })
  void refuses(String deployment) {
    assertThatThrownBy(() -> KubernetesReader.read(deployment, Deployment.class))
        .isInstanceOf(JacksonException.class);
  }
}
