package io.torrentinno.system.ops.chart;

/** The settings of the chart that every structural rule is tried with. */
public enum ChartVariant {
  DEFAULTS(""),
  ONE_TRACKER_WITHOUT_REDIS(
      """
      redis: {mode: none}
      tracker: {replicas: 1, podDisruptionBudget: {enabled: false}}
      """),
  EXTERNAL_REDIS(
      """
      redis:
        mode: external
        external: {host: redis.example.org, port: 6380, username: swarm, passwordSecret: {name: redis-login}, tls: true}
      """),
  EXTERNAL_REDIS_CLUSTER(
      """
      redis: {mode: external, external: {clusterNodes: ["redis-0:6379", "redis-1:6379"]}}
      tracker: {replicas: 5}
      """),
  EXTERNAL_REDIS_SENTINEL(
      """
      redis: {mode: external, external: {sentinel: {master: swarms, nodes: ["sentinel-0:26379", "sentinel-1:26379"]}}}
      """),
  PEERS_BEYOND_THE_CLUSTER_BY_HOST_PORT(
      """
      agent: {p2p: {port: 16881, exposure: hostPort}, data: {type: hostPath}, shareHostPath: /srv/files, downloadHostPath: /mnt/models}
      """),
  PEERS_BEYOND_THE_CLUSTER_BY_HOST_NETWORK(
      """
      agent: {p2p: {exposure: hostNetwork}, service: {port: 18090}}
      """),
  CLAIMED_VOLUMES(
      """
      agent: {data: {type: ephemeral, ephemeral: {storageClassName: fast, size: 1Ti}}}
      """),
  EVERYTHING_SET(
      """
      nameOverride: files
      fullnameOverride: site-a-file-distribution-with-a-name-of-more-than-fifty-two-letters
      imagePullSecrets: [{name: registry}]
      tracker:
        image: {repository: registry.example.org/tracker, tag: "1.0", pullPolicy: Always}
        ttl: 2m
        limits: {requestsPerSecond: 100, maxSwarms: 1, maxPeersPerSwarm: 2, maxPeersPerAddress: 0}
        tokensSecret: {name: tokens, key: list}
        announceAccess: token
        management: {port: 9081, networks: [10.0.0.0/8]}
        service: {type: LoadBalancer, port: 80, annotations: {a: b}}
        podDisruptionBudget: {maxUnavailable: 50%}
        podAnnotations: {a: b}
        nodeSelector: {disk: ssd}
        tolerations: [{key: dedicated, operator: Equal, value: files, effect: NoSchedule}]
        affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
        extraEnv: [{name: LOGGING_LEVEL_ROOT, value: DEBUG}]
      agent:
        tracker: tracker.example.org:80
        data: {emptyDir: {sizeLimit: 20Gi}}
        updateStrategy: {maxUnavailable: 25%}
        podAnnotations: {a: b}
        nodeSelector: {disk: ssd}
        tolerations: [{operator: Exists}]
        affinity: {nodeAffinity: {}}
        extraEnv: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
        resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 2Gi}}
      networkPolicy:
        agentApiFrom: [{namespaceSelector: {matchLabels: {team: files}}}, {ipBlock: {cidr: 10.0.0.0/8}}]
        trackerManagementFrom: [{ipBlock: {cidr: 10.9.0.0/16}}]
      serviceMonitor: {create: always, interval: 30s, labels: {release: prometheus}, trackerTokenSecret: {name: metrics}}
      """),
  OPEN_NETWORK(
      """
      networkPolicy: {enabled: false}
      """),
  CLOSED_API(
      """
      networkPolicy: {agentApiFrom: []}
      """);

  private final String values;

  ChartVariant(String values) {
    this.values = values;
  }

  public Rendering render() {
    return Chart.render(values);
  }
}
