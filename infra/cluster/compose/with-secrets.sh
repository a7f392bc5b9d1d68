#!/bin/sh
# Settings whose value lies in a file (NAME_FILE=/run/secrets/x), as settings; then the command. Nothing is printed.
set -eu
for name in CORRIDOR_KAFKA_PASSWORD CORRIDOR_CLICKHOUSE_PASSWORD CORRIDOR_REGISTRY_TOKEN; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec "$@"
