"""Sends records straight to a partner's topic, from a system of the partner's own.

    pip install "confluent-kafka[avro,schemaregistry]"
    BROKERS=… USERNAME=… PASSWORD=… KEY=… TOPIC=… REGISTRY=… python send_records.py

BROKERS, USERNAME, PASSWORD, KEY and TOPIC are what `partner add` showed; REGISTRY is the address of the schema registry's
Confluent API (its path ends in /apis/ccompat/v7). With TLS=true the brokers are spoken to under TLS.
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
    """A case number never leaves as it is: this is what stands for it."""
    return hmac_hex(f"case\0{case_number}")


def record_id(own: str) -> str:
    """The same record has the same id: sending it twice adds nothing. A correction has it too, with a higher revision."""
    return str(uuid.UUID(hex=hmac_hex(f"record\0id\0route\0{own}")[:32]))


def leg(country: str, role: str, year: int) -> dict:
    return {"country": country, "role": role, "year": year}


ROUTES = [
    ("py-route-1", "EX-PY-1", "UKR", "RUS", 2004),
    ("py-route-2", "EX-PY-2", "KGZ", "KAZ", 2006),
]

registry = SchemaRegistryClient({"url": os.environ["REGISTRY"]})
# The schema was registered by the receiving side: never register your own.
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
