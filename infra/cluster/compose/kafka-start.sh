#!/bin/sh
# One of three nodes that are broker and controller. The configuration contains the nodes' password and is an owner-only file.
set -eu
umask 077
node=$(cat /run/secrets/kafka-node)
properties=/tmp/server.properties
login() { printf 'org.apache.kafka.common.security.plain.PlainLoginModule required username="corridor-node" password="%s" user_corridor-node="%s";' "$node" "$node"; }
cat > "$properties" <<P
process.roles=broker,controller
node.id=$KAFKA_NODE_ID
controller.quorum.voters=1@kafka-1:9091,2@kafka-2:9091,3@kafka-3:9091
listeners=CLIENTS://:9093,INTERNAL://:9092,CONTROLLER://:9091
advertised.listeners=CLIENTS://kafka-$KAFKA_NODE_ID:9093,INTERNAL://kafka-$KAFKA_NODE_ID:9092
listener.security.protocol.map=CLIENTS:SASL_SSL,INTERNAL:SASL_SSL,CONTROLLER:SASL_SSL
controller.listener.names=CONTROLLER
inter.broker.listener.name=INTERNAL
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.clients.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.internal.sasl.enabled.mechanisms=PLAIN
listener.name.internal.plain.sasl.jaas.config=$(login)
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=$(login)
ssl.keystore.type=PEM
ssl.keystore.location=/run/secrets/server-pem
ssl.truststore.type=PEM
ssl.truststore.location=/run/secrets/ca
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:corridor-node;User:corridor-admin
log.dirs=/var/lib/kafka/data
auto.create.topics.enable=false
num.partitions=4
default.replication.factor=3
min.insync.replicas=2
unclean.leader.election.enable=false
log.retention.ms=-1
message.max.bytes=1048588
compression.type=producer
offsets.topic.replication.factor=3
offsets.retention.minutes=2147483647
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
P
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted -t "$(cat /run/secrets/cluster-id)" -c "$properties"
exec /opt/kafka/bin/kafka-server-start.sh "$properties"
