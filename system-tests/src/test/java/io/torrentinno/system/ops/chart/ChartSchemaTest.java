package io.torrentinno.system.ops.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that the chart refuses, before anything reaches a cluster. */
final class ChartSchemaTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{replicas: 2}",
        "{tracker: {replicaCount: 2}}",
        "{tracker: {replicas: 0}}",
        "{tracker: {replicas: '2'}}",
        "{tracker: {ttl: 30}}",
        "{tracker: {ttl: -5s}}",
        "{tracker: {limits: {maxSwarms: -1}}}",
        "{tracker: {limits: {maxPeers: 1}}}",
        "{tracker: {service: {port: 65536}}}",
        "{tracker: {service: {type: ExternalName}}}",
        "{tracker: {image: {pullPolicy: Sometimes}}}",
        "{tracker: {image: {repository: ''}}}",
        "{tracker: {resources: {limits: {memory: lots}}}}",
        "{tracker: {podDisruptionBudget: {maxUnavailable: 0}}}",
        "{tracker: {extraEnv: [{name: A B, value: c}]}}",
        "{tracker: {extraEnv: [{name: COUNT, value: 3}]}}",
        "{redis: {mode: internal}}",
        "{redis: {external: {clusterNodes: [redis-0]}}}",
        "{agent: {tracker: 'http://tracker:8080'}}",
        "{agent: {data: {type: pvc}}}",
        "{agent: {data: {hostPath: {path: relative/path}}}}",
        "{agent: {p2p: {port: 0}}}",
        "{agent: {p2p: {exposure: internet}}}",
        "{agent: {maxConnections: 0}}",
        "{agent: {choking: never}}",
        "{agent: {uploadSlots: -1}}",
        "{agent: {writeQueue: 32}}",
        "{networkPolicy: {agentApiFrom: [{}]}}",
        "{networkPolicy: {agentApiFrom: [{pods: {}}]}}",
        "{serviceMonitor: {create: true}}",
        "{imagePullSecrets: [registry]}",
      })
  void refuses(String values) {
    assertThatThrownBy(() -> Chart.render(values))
        .hasMessageContaining("values don't meet the specifications");
  }
}
