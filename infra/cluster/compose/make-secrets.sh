#!/bin/sh
# Creates passwords, a certificate authority and a certificate for a trial of the compose file. A deployment uses its own.
# Usage: make-secrets.sh FOLDER. Existing files are kept.
set -eu
umask 077
folder=${1:?the folder for the secrets}
mkdir -p "$folder"
cd "$folder"
for name in kafka-node kafka-admin kafka-pipeline clickhouse-interserver clickhouse-setup clickhouse-operator clickhouse-pipeline clickhouse-api-reader metrics; do
  [ -s "$name" ] || openssl rand -hex 24 | tr -d '\n' > "$name"
done
[ -s cluster-id ] || openssl rand 16 | base64 | tr '+/' 'AB' | tr -d '=\n' > cluster-id
[ -s ca.crt ] || openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 825 -subj "/CN=Corridor trial authority" -keyout ca.key -out ca.crt 2> /dev/null
if [ ! -s server.crt ]; then
  names="DNS:kafka-1,DNS:kafka-2,DNS:kafka-3,DNS:registry,DNS:clickhouse,DNS:keeper,DNS:page,DNS:localhost"
  openssl req -newkey rsa:3072 -nodes -sha256 -subj "/CN=corridor" -keyout server.key -out server.csr 2> /dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$names" > server.ext
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 90 -sha256 -extfile server.ext -out server.crt 2> /dev/null
  cat server.key server.crt ca.crt > server.pem
fi
printf 'CLICKHOUSE_SETUP_PASSWORD=%s\nCLICKHOUSE_INTERSERVER_SECRET=%s\n' "$(cat clickhouse-setup)" "$(cat clickhouse-interserver)" > environment
