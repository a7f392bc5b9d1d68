{{- /* The manifests of this folder as they are, with the values of an installation in place of the examples. */ -}}
{{- $known := dict }}
{{- range $file, $_ := .Files.Glob "*.yaml" }}
{{- range $document := splitList "\n---\n" ($.Files.Get $file) }}
{{- $manifest := printf "%s\n" $document | fromYaml }}
{{- if $manifest.kind }}{{ $_ := set $known (printf "%s/%s" $manifest.kind $manifest.metadata.name) true }}{{ end }}
{{- end }}
{{- end }}
{{- range $name, $_ := .Values.overrides }}
{{- if not (hasKey $known $name) }}{{ fail (printf "overrides: there is no manifest %s. There are %s" $name (keys $known | sortAlpha | join ", ")) }}{{ end }}
{{- end }}
{{- range $part := .Values.parts }}
{{- $file := printf "%s.yaml" $part }}
{{- $text := $.Files.Get $file | required (printf "there is no part %s" $part) }}
{{- $text = $text | replace "registry.example.org/corridor:0.1.0" $.Values.image }}
{{- $text = $text | replace "corridor.example.org" $.Values.host | replace "10.0.0.0/8" $.Values.podNetwork }}
{{- range $document := splitList "\n---\n" $text }}
{{- $manifest := printf "%s\n" $document | fromYaml }}
{{- if $manifest.Error }}{{ fail (printf "%s: %s" $file $manifest.Error) }}{{ end }}
{{- if eq $manifest.kind "Job" }}
{{- /* A job cannot be changed, so each version runs its own, before its pods start. */}}
{{- $hook := dict "helm.sh/hook" "pre-install,pre-upgrade" "helm.sh/hook-delete-policy" "before-hook-creation" }}
{{- $_ := mergeOverwrite $manifest (dict "metadata" (dict "annotations" $hook)) }}
{{- end }}
{{- $own := index $.Values.overrides (printf "%s/%s" $manifest.kind $manifest.metadata.name) }}
---
{{ mergeOverwrite $manifest ($own | default dict) | toYaml }}
{{- end }}
{{- end }}
