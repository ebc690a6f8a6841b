{{/* The chart's name, or its override. */}}
{{- define "torrentinno.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Prefix of every object's name; leaves room for the longest suffix within 63 characters. */}}
{{- define "torrentinno.fullname" -}}
{{- $name := include "torrentinno.name" . -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- .Values.fullnameOverride | default $full | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* Labels that select the pods of one component: (list $ "tracker"). */}}
{{- define "torrentinno.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "torrentinno.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* All labels of one component's objects: (list $ "tracker"). */}}
{{- define "torrentinno.labels" -}}
{{- $root := index . 0 -}}
{{ include "torrentinno.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: torrentinno
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* repository:tag of an image, the tag being the appVersion where none is given: (list $ image). */}}
{{- define "torrentinno.image" -}}
{{- $image := index . 1 -}}
{{ printf "%s:%s" $image.repository ($image.tag | default (index . 0).Chart.AppVersion) | quote }}
{{- end }}

{{/* What every pod of the chart has in common: the restricted Pod Security Standard, no token, no service links
     (they would set TORRENTINNO_TRACKER_PORT and the like, which the services read as settings).
     The argument is the user and group that the container runs as. */}}
{{- define "torrentinno.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .group }}
  fsGroup: {{ .group }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "torrentinno.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* Where a component's pods may run; the argument is the component's values. */}}
{{- define "torrentinno.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The probes of both services: Spring Boot's availability groups on the port named http. */}}
{{- define "torrentinno.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: http}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: http}
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end }}

{{/* The environment that names the tracker's Redis; nothing for the memory store. */}}
{{- define "torrentinno.redisEnv" -}}
{{- $external := .Values.redis.external -}}
{{- if ne .Values.redis.mode "none" }}
- name: TORRENTINNO_TRACKER_REDIS_WHENAWAY
  value: {{ .Values.redis.whenAway }}
{{- end }}
{{- if eq .Values.redis.mode "builtin" }}
- name: SPRING_DATA_REDIS_HOST
  value: {{ include "torrentinno.fullname" . }}-redis
{{- else if eq .Values.redis.mode "external" }}
{{- if $external.clusterNodes }}
- name: SPRING_DATA_REDIS_CLUSTER_NODES
  value: {{ join "," $external.clusterNodes | quote }}
{{- else if $external.sentinel.nodes }}
- name: SPRING_DATA_REDIS_SENTINEL_MASTER
  value: {{ required "redis.external.sentinel.nodes are set: set redis.external.sentinel.master" $external.sentinel.master | quote }}
- name: SPRING_DATA_REDIS_SENTINEL_NODES
  value: {{ join "," $external.sentinel.nodes | quote }}
{{- else }}
- name: SPRING_DATA_REDIS_HOST
  value: {{ required "redis.mode is external: set redis.external.host or redis.external.clusterNodes or redis.external.sentinel" $external.host | quote }}
- name: SPRING_DATA_REDIS_PORT
  value: {{ $external.port | quote }}
{{- end }}
{{- with $external.username }}
- name: SPRING_DATA_REDIS_USERNAME
  value: {{ . | quote }}
{{- end }}
{{- if $external.passwordSecret.name }}
- name: SPRING_DATA_REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $external.passwordSecret.name }}
      key: {{ $external.passwordSecret.key }}
{{- end }}
{{- if $external.tls }}
- name: SPRING_DATA_REDIS_SSL_ENABLED
  value: "true"
{{- end }}
{{- end }}
{{- end }}

{{/* Whether the chart draws tokens for the trackers: there are no others, and nobody is served without. */}}
{{- define "torrentinno.drawsTrackerTokens" -}}
{{- if not (or .Values.tracker.tokensSecret.name .Values.tracker.management.networks) }}true{{- end }}
{{- end }}

{{/* The Secret that the chart makes for the trackers. */}}
{{- define "torrentinno.trackerSecret" -}}
{{- printf "%s-tracker" (include "torrentinno.fullname" .) }}
{{- end }}

{{/* The Secret with the tokens of the agents. */}}
{{- define "torrentinno.agentTokens" -}}
{{- .Values.agent.tokens.secretName | default (printf "%s-agent" (include "torrentinno.fullname" .)) }}
{{- end }}
