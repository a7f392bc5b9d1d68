"""Sends records directly to a partner's topic, from the partner's own system.

    pip install "confluent-kafka[avro,schemaregistry]"
    BROKERS=… USERNAME=… PASSWORD=… KEY=… TOPIC=… REGISTRY=… python send_records.py

BROKERS, USERNAME, PASSWORD, KEY and TOPIC are printed by `partner add`; REGISTRY is the address of the schema registry's
Confluent API (its path ends in /apis/ccompat/v7). With TLS=true the connection to the brokers uses TLS.
"""

import base64
import hashlib
import hmac
import os
import uuid

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

KEY = base64.b64decode(os.environ["KEY"])
TOPIC = os.environ["TOPIC"]


def hmac_hex(text: str) -> str:
    return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()


def first_pseudonym(case_number: str) -> str:
    """Returns the first pseudonym, which replaces the case number: the number itself never leaves the partner.

    `case_number` is in canonical form (see README.md).
    """
    return hmac_hex(f"case\0{case_number}")


def record_id(own: str) -> str:
    """Returns the id of a record. One sent twice is stored once; a correction has the same id and a higher revision."""
    return str(uuid.UUID(hex=hmac_hex(f"record\0id\0route\0{own}")[:32]))


def leg(country: str, role: str, year: int) -> dict:
    return {"country": country, "role": role, "year": year}


ROUTES = [
    ("py-route-1", "EX-PY-1", "UKR", "RUS", 2004),
    ("py-route-2", "EX-PY-2", "KGZ", "KAZ", 2006),
]

registry = SchemaRegistryClient({"url": os.environ["REGISTRY"]})
# The receiver registers schemas: never register your own.
schema = registry.get_latest_version("corridor.RouteRecord").schema
serialize = AvroSerializer(
    registry,
    schema,
    conf={
        "auto.register.schemas": False,
        "use.latest.version": True,
        "subject.name.strategy": record_subject_name_strategy,
    },
)

producer = Producer(
    {
        "bootstrap.servers": os.environ["BROKERS"],
        "security.protocol": "SASL_SSL" if os.environ.get("TLS") == "true" else "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": os.environ["USERNAME"],
        "sasl.password": os.environ["PASSWORD"],
        "enable.idempotence": True,
        "acks": "all",
    }
)

failed = []
for own, case_number, origin, destination, year in ROUTES:
    record = {
        "recordId": record_id(own),
        "revision": 0,
        "caseReference": first_pseudonym(case_number),
        "researchUseConsent": True,
        "citizenship": [origin],
        "legs": [leg(origin, "Origin", year), leg(destination, "Destination", year)],
    }
    producer.produce(
        TOPIC,
        # The record's id is the message's key, so that corrections stay in order.
        key=record["recordId"],
        value=serialize(record, SerializationContext(TOPIC, MessageField.VALUE)),
        on_delivery=lambda error, _: failed.append(error) if error is not None else None,
    )

if producer.flush(30) > 0 or failed:
    raise SystemExit("not all records were delivered")
print(f"{len(ROUTES)} records sent")
