#!/bin/sh
# Sets each setting whose value is in a file (NAME_FILE=/run/secrets/x), then runs the command. Prints nothing.
set -eu
for name in CORRIDOR_KAFKA_PASSWORD CORRIDOR_CLICKHOUSE_PASSWORD CORRIDOR_REGISTRY_TOKEN CORRIDOR_METRICS_TOKEN CORRIDOR_STATE_URL; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec "$@"
