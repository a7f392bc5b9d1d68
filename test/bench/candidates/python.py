"""The pipeline's job as one would write it plainly in Python: confluent-kafka, fastavro, hmac, JSONEachRow by HTTP."""

import base64
import csv
import hashlib
import hmac
import json
import re
import sys
import time
import unicodedata
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path

from confluent_kafka import Consumer, TopicPartition
from fastavro import parse_schema, schemaless_reader

LISTS = Path(__file__).resolve().parents[3] / "schemas" / "codelists"


def rows_of(name):
    with open(LISTS / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codes_of(name):
    return {row["code"] for row in rows_of(name)}


COUNTRIES = codes_of("countries")
ALPHA3 = {row["alpha2"]: row["code"] for row in rows_of("countries")}
REGIONS = {row["code"]: row["country"] for row in rows_of("regions")}
COVERED = set(REGIONS.values())
PRESENT = {row["code"]: row["present"] for row in rows_of("region-aliases")}
ROLES, TRANSPORTS = codes_of("leg-role"), codes_of("transport")
CROSSINGS, MOVEMENTS = codes_of("border-crossing"), codes_of("movement")

SPACE = "\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def letters(*categories):
    """A character class's inside; Python's own expressions know no categories."""
    return "".join(chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) in categories)


LETTER, UPPER, LOWER = letters("Lu", "Ll", "Lt", "Lm", "Lo"), letters("Lu"), letters("Ll")
HEX = "[0-9a-fA-F]"
UUID = re.compile(f"{HEX}{{8}}(?:-{HEX}{{4}}){{3}}-{HEX}{{12}}")
PSEUDONYM = re.compile(f"{HEX}{{32}}|{HEX}{{64}}|{UUID.pattern}")
POINT = re.compile(f"(?:FMP|(?:{'|'.join([*COUNTRIES, *ALPHA3])})-[A-Z]{{2,6}})-[0-9]{{1,3}}")
SHAPE = re.compile("([A-Z]{2})-[A-Z0-9]{1,3}")
DIRECT = [
    re.compile(f"[^{SPACE}@]+@[^{SPACE}@]+\\.[^{SPACE}@]+"),
    re.compile(f"(?:^|[{SPACE}])@[{LETTER}0-9_.]{{3,}}"),
    re.compile(r"\bhttps?://|\bwww\.", re.ASCII | re.IGNORECASE),
    re.compile(f"^\\+[0-9][0-9{SPACE}().-]{{7,}}\\Z"),
    re.compile(f"^8[{SPACE}(-]*[0-9]{{3}}[{SPACE})-]+[0-9]{{3}}[{SPACE}-]?[0-9]{{2}}[{SPACE}-]?[0-9]{{2}}\\Z"),
    re.compile(r"\b(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}\b", re.ASCII),
    re.compile(r"\b(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b", re.ASCII),
    re.compile(f"^[0-9]{{2}}[{SPACE}]?[0-9]{{2}}[{SPACE}][0-9]{{6}}\\Z"),
    re.compile(f"^[A-Z]{{2}}[0-9]{{2}}(?:[{SPACE}]?[A-Z0-9]{{4}}){{3,7}}(?:[{SPACE}]?[A-Z0-9]{{1,3}})?\\Z"),
    re.compile(f"^-?[0-9]{{1,2}}\\.[0-9]{{3,}},[{SPACE}]*-?[0-9]{{1,3}}\\.[0-9]{{3,}}\\Z"),
    re.compile(f"^[{UPPER}][{LOWER}]+(?:[{SPACE}-]+[{UPPER}][{LOWER}]+)+\\Z"),
    re.compile(f"^[{UPPER}][{LOWER}]+,?[{SPACE}]+(?:[{UPPER}]\\.[{SPACE}]?){{1,2}}\\Z"),
]
ALL_SPACE = re.compile(f"[{SPACE}]*")


def looks_direct(text):
    return not PSEUDONYM.fullmatch(text) and any(pattern.search(text) for pattern in DIRECT)


def longer_than(text, limit):
    """Counted as JavaScript does, in UTF-16 units."""
    return len(text) > limit or (len(text) * 2 > limit and len(text.encode("utf-16-le", "surrogatepass")) // 2 > limit)


def case_problem(text):
    if PSEUDONYM.fullmatch(text):
        return None
    if longer_than(text, 128):
        return "value-too-long"
    if ALL_SPACE.fullmatch(text):
        return "case-reference-empty"
    return "direct-identifier" if looks_direct(text) else None


def point_problem(text):
    if longer_than(text, 20):
        return "value-too-long"
    if looks_direct(text):
        return "direct-identifier"
    return None if POINT.fullmatch(text) else "value-malformed"


def first_level(code):
    first = "-".join(code.split("-")[:2])
    return PRESENT.get(first, first)


def home_of(region):
    home = REGIONS.get(region)
    if home is not None:
        return home
    shape = SHAPE.fullmatch(region)
    country = ALPHA3.get(shape[1]) if shape else None
    return country if country not in COVERED else None


def leg_problems(leg, path, problems):
    if leg["country"] not in COUNTRIES:
        problems.append(("country-unknown", path + "country"))
    if leg["region"] is not None and home_of(first_level(leg["region"])) is None:
        problems.append(("region-unknown", path + "region"))
    if leg["role"] not in ROLES:
        problems.append(("code-unknown", path + "role"))
    if not 1990 <= leg["year"] <= 2100:
        problems.append(("number-out-of-range", path + "year"))
    if leg["month"] is not None and not 1 <= leg["month"] <= 12:
        problems.append(("number-out-of-range", path + "month"))
    if leg["transport"] is not None and leg["transport"] not in TRANSPORTS:
        problems.append(("code-unknown", path + "transport"))
    if leg["borderCrossing"] is not None and leg["borderCrossing"] not in CROSSINGS:
        problems.append(("code-unknown", path + "borderCrossing"))
    if leg["flowMonitoringPoint"] is not None:
        code = point_problem(leg["flowMonitoringPoint"])
        if code:
            problems.append((code, path + "flowMonitoringPoint"))


def order_problems(leg, before, latest, path, problems):
    month = leg["month"]
    if leg["region"] is not None:
        home = home_of(first_level(leg["region"]))
        if home is not None and home != leg["country"]:
            problems.append(("region-outside-country", path + "region"))
    if (month is None or 1 <= month <= 12) and not 0 <= leg["year"] <= 99:
        index = leg["year"] * 12 + (month or 1) - 1
        if latest < index <= 275760 * 12 + 8:
            problems.append(("date-in-future", path + "year"))
    if before is None:
        return
    if leg["role"] == "Origin" and before["role"] != "Origin":
        problems.append(("leg-origin-late", path + "role"))
    later_month = None not in (before["month"], month) and before["month"] > month
    if before["year"] > leg["year"] or (before["year"] == leg["year"] and later_month):
        problems.append(("leg-time-backwards", path + "year"))
    if all(leg[field] == before[field] for field in ("country", "region", "role")):
        problems.append(("leg-repeated", path + "country"))
    if before["intended"] and not leg["intended"]:
        problems.append(("leg-intended-early", path + "intended"))


def validate(record, sent_at):
    problems = []
    if not UUID.fullmatch(record["recordId"]):
        problems.append(("record-id-malformed", "recordId"))
    if record["revision"] < 0:
        problems.append(("number-out-of-range", "revision"))
    code = case_problem(record["caseReference"])
    if code:
        problems.append((code, "caseReference"))
    if not record["researchUseConsent"]:
        problems.append(("consent-missing", "researchUseConsent"))
    if len(record["citizenship"]) > 8:
        problems.append(("items-too-many", "citizenship"))
    else:
        for i, country in enumerate(record["citizenship"]):
            if country not in COUNTRIES:
                problems.append(("country-unknown", f"citizenship[{i}]"))
    legs = record["legs"]
    if len(legs) > 32:
        problems.append(("items-too-many", "legs"))
    else:
        for i, leg in enumerate(legs):
            leg_problems(leg, f"legs[{i}].", problems)
    if record["movement"] is not None and record["movement"] not in MOVEMENTS:
        problems.append(("code-unknown", "movement"))
    if not legs:
        problems.append(("legs-empty", "legs"))
        return problems
    if not any(leg["role"] == "Origin" and not leg["intended"] for leg in legs):
        problems.append(("leg-origin-missing", "legs"))
    grace = datetime.fromtimestamp(sent_at // 1000 + 86400, timezone.utc)
    latest = grace.year * 12 + grace.month - 1
    before = None
    for i, leg in enumerate(legs):
        order_problems(leg, before, latest, f"legs[{i}].", problems)
        before = leg
    return problems


def without_logical_types(schema):
    """Record ids stay texts: a malformed one is a rule's matter and no decoding error."""
    if isinstance(schema, list):
        return [without_logical_types(one) for one in schema]
    if isinstance(schema, dict):
        return {name: without_logical_types(one) for name, one in schema.items() if name != "logicalType"}
    return schema


def main():
    job = json.load(sys.stdin)
    secret = base64.b64decode(job["key"])
    schemas = {}

    def schema_of(number):
        if number not in schemas:
            with urllib.request.urlopen(f"{job['registry']}/schemas/ids/{number}") as answer:
                schema = json.loads(json.load(answer)["schema"])
            schemas[number] = parse_schema(without_logical_types(schema))
        return schemas[number]

    def insert(table, rows):
        if not rows:
            return
        query = urllib.parse.urlencode({"query": f"INSERT INTO {table} FORMAT JSONEachRow"})
        request = urllib.request.Request(
            f"{job['store']['url']}/?{query}",
            data="\n".join(rows).encode(),
            headers={
                "X-ClickHouse-User": job["store"]["username"],
                "X-ClickHouse-Key": job["store"]["password"],
            },
        )
        with urllib.request.urlopen(request) as answer:
            answer.read()

    def row_of(record, message):
        digest = hmac.new(secret, record["caseReference"].encode(), hashlib.sha256).hexdigest()
        legs = record["legs"]
        row = {
            "partner_id": job["partner"],
            "record_id": record["recordId"].lower(),
            "revision": record["revision"],
            "person": f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}",
            "key_version": 1,
            "citizenship": sorted(set(record["citizenship"])),
            "movement": record["movement"],
            "kafka_partition": message.partition(),
            "kafka_offset": message.offset(),
        }
        for field in ("country", "role", "year", "month", "transport", "borderCrossing", "flowMonitoringPoint", "intended"):
            row[f"legs.{field}"] = [leg[field] for leg in legs]
        row["legs.region"] = [None if leg["region"] is None else first_level(leg["region"]) for leg in legs]
        return json.dumps(row)

    began = time.perf_counter()
    consumer = Consumer(
        {
            "bootstrap.servers": ",".join(job["brokers"]),
            "group.id": job["group"],
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": job["username"],
            "sasl.password": job["password"],
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([job["topic"]])
    done = 0
    while done < job["records"]:
        messages = consumer.consume(num_messages=20_000, timeout=0.5)
        accepted, refused, next_offsets = [], [], {}
        for message in messages:
            if message.error():
                raise RuntimeError(message.error().name())
            value, sent_at = message.value(), message.timestamp()[1]
            record = schemaless_reader(BytesIO(value[5:]), schema_of(int.from_bytes(value[1:5], "big")), None)
            problems = validate(record, sent_at)
            if not problems and message.key().decode("latin1").lower() != record["recordId"].lower():
                problems = [("key-mismatch", "")]
            if not problems:
                accepted.append(row_of(record, message))
            for code, path in problems:
                at = datetime.fromtimestamp(sent_at / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
                refused.append(
                    json.dumps(
                        {
                            "topic": message.topic(),
                            "partition": message.partition(),
                            "offset": message.offset(),
                            "sent_at": f"{at}.{sent_at % 1000:03d}",
                            "partner_id": job["partner"],
                            "kind": "route",
                            "code": code,
                            "path": path,
                        }
                    )
                )
            next_offsets[message.partition()] = message.offset() + 1
        insert("corridor_raw.route_record", accepted)
        insert("corridor_audit.quarantine", refused)
        if next_offsets:
            consumer.commit(
                offsets=[TopicPartition(job["topic"], partition, offset) for partition, offset in next_offsets.items()],
                asynchronous=False,
            )
        done += len(messages)
    print(json.dumps({"seconds": time.perf_counter() - began}))
    consumer.close()


main()
