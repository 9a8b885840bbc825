{{- define "weir.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "weir.labels" -}}
app.kubernetes.io/name: {{ include "weir.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "weir.image" -}}
{{- $image := index . 0 -}}{{- $name := index . 1 -}}{{- $root := index . 2 -}}
{{- printf "%s:%s" (required (printf "%s.image.repository is empty: no public image exists yet; build the image and name its repository" $name) $image.repository) (default $root.Chart.AppVersion $image.tag) -}}
{{- end -}}
