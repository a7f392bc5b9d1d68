#!/bin/sh
# Creates Corridor's users, the topics of refusals and of the probe, and the pipeline's rights. Idempotent. Passwords are passed in
# files that are deleted with the container.
set -eu
umask 077
bin=/opt/kafka/bin
client=/tmp/client.properties
cat > "$client" <<P
security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="corridor-node" password="$(cat /run/secrets/kafka-node)";
ssl.truststore.type=PEM
ssl.truststore.location=/run/secrets/ca
P
to="--bootstrap-server kafka-1:9092,kafka-2:9092,kafka-3:9092 --command-config $client"
for user in admin pipeline; do
  printf 'SCRAM-SHA-512=[iterations=4096,password=%s]\n' "$(cat /run/secrets/kafka-$user)" > /tmp/scram.properties
  $bin/kafka-configs.sh $to --alter --entity-type users --entity-name "corridor-$user" --add-config-file /tmp/scram.properties
done
rm -f /tmp/scram.properties
$bin/kafka-topics.sh $to --create --if-not-exists --topic corridor.quarantine --partitions 1 --replication-factor 3 --config retention.ms=-1
$bin/kafka-topics.sh $to --create --if-not-exists --topic corridor.probe --partitions 1 --replication-factor 3 --config retention.ms=-1
allow="$bin/kafka-acls.sh $to --add --allow-principal User:corridor-pipeline"
$allow --resource-pattern-type prefixed --topic corridor.partner. --operation Read --operation Describe
$allow --resource-pattern-type literal --topic corridor.quarantine --operation Read --operation Write --operation Describe
$allow --resource-pattern-type literal --topic corridor.probe --operation Read --operation Write --operation Describe
$allow --resource-pattern-type prefixed --group corridor. --operation Read --operation Describe
