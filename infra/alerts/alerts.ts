/**
 * The alerts, as data. `node infra/alerts/generate.ts` generates the Prometheus rules and the runbook from it. Add an alert only if a
 * person must act on it.
 */
import { metricCatalogue } from "../../ingest/pipeline/MetricCatalogue.ts"

export interface Alert {
  readonly name: string
  /** `page`: wakes the person on call. `ticket`: handled in working hours. */
  readonly severity: "page" | "ticket"
  /** PromQL, one line each. */
  readonly expr: ReadonlyArray<string>
  /** How long the condition must be true. */
  readonly for: string
  /** One line with the alert's labels, in Prometheus's template language. */
  readonly summary: string
  readonly meaning: string
  readonly why: string
  /** What to do, step by step. */
  readonly steps: ReadonlyArray<string>
}

const {
  records,
  rejects,
  insertSeconds,
  lag,
  lastCommit,
  waiting,
  partnersWithoutKey,
  diskFree,
  diskSize,
  start,
  memory
} = metricCatalogue

/** Several processes report the same partition. The highest value counts. */
const partition = (inner: string) => `max by (topic, partition) (${inner})`

const doctor = "Run `npm run -s corridor -- doctor`: it examines each part and says what is wrong with it."

export const alerts: ReadonlyArray<Alert> = [
  {
    name: "CorridorPipelineMissing",
    severity: "page",
    expr: [`absent(${start.name}{verb="ingest"})`],
    for: "5m",
    summary: "No pipeline is running",
    meaning: "Prometheus has seen no `ingest` process for five minutes.",
    why: "Records wait in Kafka. Nothing is lost until Kafka's retention passes, but withdrawals of consent wait too.",
    steps: [
      "Look at the last lines of the process's standard error: it ends with one sentence that says why.",
      doctor,
      "Start it again. It goes on from the last commit; nothing is doubled.",
      "If the process runs: check that it was started with `--metrics PORT` and that Prometheus reaches that port."
    ]
  },
  {
    name: "CorridorNothingCommitted",
    severity: "page",
    expr: [
      `${partition(lag.name)} > 0`,
      "unless on (topic, partition)",
      `time() - ${partition(lastCommit.name)} < 600`
    ],
    for: "10m",
    summary: "Nothing of {{ $labels.topic }}/{{ $labels.partition }} was committed for ten minutes while records wait",
    meaning: "A partition has records that are not loaded, and no process committed any of them for ten minutes.",
    why: "The pipeline stands still for that partition. It will not pass by itself.",
    steps: [
      "See whether CorridorPartNotAnswering or CorridorPipelineMissing fires too: then follow that one.",
      "Look for the topic's name in the log. `went to another worker` again and again means that batches take longer than the group waits: run fewer workers, or more machines.",
      doctor,
      "End the process with SIGTERM and start it again: the batch is read again with the same boundaries.",
      "If the same partition stands still again, keep the log: it is a defect of the program."
    ]
  },
  {
    name: "CorridorLagGrowing",
    severity: "ticket",
    expr: [
      `sum by (topic) (${partition(lag.name)}) > 20000`,
      "and",
      `sum by (topic) (${partition(`delta(${lag.name}[30m])`)}) > 0`
    ],
    for: "15m",
    summary: "{{ $labels.topic }} is {{ $value }} records behind, and more every minute",
    meaning: "A partner's topic has more than 20,000 records that wait, and half an hour ago it had fewer.",
    why: "More comes in than is loaded. A large delivery passes by itself; a lag that keeps growing ends at Kafka's retention.",
    steps: [
      "Ask whether the partner is making a large delivery: then wait for its end.",
      "Compare the rate of `corridor_records_total` with what the benchmark gives on such a machine. If it is as usual, the machine is too small: start a second `ingest`, or `--workers` up to the partitions of the topic.",
      "If it is lower, look at `corridor_insert_seconds` (ClickHouse is slow) and `corridor_transcribe_seconds` (this machine is slow).",
      "Small values of `corridor_batch_records` mean that fetching from Kafka is slow: look at the network and the brokers."
    ]
  },
  {
    name: "CorridorPartNotAnswering",
    severity: "page",
    expr: [`max by (part) (${waiting.name}) > 0`],
    for: "2m",
    summary: "{{ $labels.part }} has not answered for two minutes",
    meaning: "The pipeline waits for a part that does not answer. It tries again every five seconds.",
    why: "Nothing is loaded meanwhile. Nothing is lost: offsets are committed after the store has the records.",
    steps: [
      doctor,
      "Look at that part's own log (embedded: in `run/` of the data folder).",
      "ClickHouse that is read-only or full answers to `doctor` and refuses inserts: look at CorridorStoreDiskLow.",
      "When the part is back, the pipeline goes on by itself within five seconds and says so in one line."
    ]
  },
  {
    name: "CorridorKeysMissing",
    severity: "page",
    expr: [`max(${partnersWithoutKey.name}) > 0`],
    for: "1m",
    summary: "{{ $value }} enabled partners have no pseudonymisation key",
    meaning: "The key store has no key for a partner that may send.",
    why: "The pipeline ends at that partner's first record rather than make a new key: with another key the same person would get another pseudonym, and links to older records would be gone for good.",
    steps: [
      "Do not make a new key, and do not add the partner again.",
      "Check that the folder of `CORRIDOR_KEYS_DIR` is mounted and that this user may read it.",
      "Restore the partner's key from the backup of the keys, with owner-only permissions.",
      "If the key was shredded on purpose, disable the partner: `npm run -s corridor -- partner disable ID`.",
      "Start the pipeline again."
    ]
  },
  {
    name: "CorridorRejectShareHigh",
    severity: "ticket",
    expr: [
      `sum(increase(${records.name}{outcome="quarantined"}[1h])) / sum(increase(${records.name}[1h])) > 0.05`,
      "and",
      `sum(increase(${records.name}[1h])) > 200`
    ],
    for: "10m",
    summary: "{{ $value | humanizePercentage }} of the last hour's records were refused",
    meaning: "Of more than 200 records in an hour, more than one in twenty was refused.",
    why: "What is refused is in no statistic. Often one partner's export has changed, and the rest of its delivery is worth little too.",
    steps: [
      "Run `npm run -s corridor -- quarantine list`: partner, code and path of what was refused.",
      "Look the code up in the catalogue (`schemas/codelists/problems.csv`): what was expected and how it is mended.",
      "Tell the partner code and path. Never ask for the record itself by e-mail.",
      "If our own code list or rule is wrong, mend it and replay: `npm run -s corridor -- quarantine replay --code CODE`."
    ]
  },
  {
    name: "CorridorRejectCodeSurge",
    severity: "ticket",
    expr: [
      `sum by (code) (increase(${rejects.name}[1h])) > 50`,
      "unless",
      `sum by (code) (increase(${rejects.name}[1h])) <= 5 * sum by (code) (increase(${rejects.name}[1d] offset 1h)) / 24`
    ],
    for: "0m",
    summary:
      "The problem {{ $labels.code }} came {{ $value }} times in an hour, more than five times as often as on the day before",
    meaning: "A problem that was rare or new came more than 50 times in an hour.",
    why: "A change of software, of a code list, or of law is in the data before anybody told us. `direct-identifier` means that a partner sends what identifies a person.",
    steps: [
      "For `direct-identifier`: stop the partner (`npm run -s corridor -- partner disable ID`), tell it at once, and have its topic's records deleted. The pipeline stored none of them.",
      "For codes of the message (`avro-*`, `schema-unknown`, `message-*`): the partner's software has changed; tell it which schema it should write.",
      "For codes of the record: go on as with CorridorRejectShareHigh.",
      "`case-withdrawn` means that a partner goes on sending a case that was withdrawn: tell it.",
      "`other` is a code that the catalogue does not have: a defect of the program."
    ]
  },
  {
    name: "CorridorInsertSlow",
    severity: "ticket",
    expr: [`histogram_quantile(0.9, sum by (le) (rate(${insertSeconds.name}_bucket[10m]))) > 5`],
    for: "15m",
    summary: "One insert in ten takes more than {{ $value }} s",
    meaning: "Nine batches in ten should be stored within five seconds, and are not.",
    why: "Lag grows next. Slow inserts are mostly a store that merges more than it can, or a disk that is nearly full.",
    steps: [
      "Look at ClickHouse: `SELECT count() FROM system.parts WHERE active`, `SELECT * FROM system.merges`. Thousands of parts in a table mean that batches are too small or merges too slow.",
      "Look at the disk: CorridorStoreDiskLow, and whether another program uses it.",
      "Look for large queries of others in `system.processes`; quotas keep readers from this on a server."
    ]
  },
  {
    name: "CorridorStoreDiskLow",
    severity: "ticket",
    expr: [`min by (disk) (${diskFree.name} / ${diskSize.name}) < 0.15`],
    for: "10m",
    summary: "ClickHouse's disk {{ $labels.disk }} has {{ $value | humanizePercentage }} left",
    meaning: "Less than 15 % of a disk of the store is free.",
    why: "Merges need room for a second copy of what they merge. A full disk stops loading; it loses nothing.",
    steps: [
      "See what is large: `SELECT database, table, formatReadableSize(sum(bytes_on_disk)) FROM system.parts WHERE active GROUP BY ALL ORDER BY sum(bytes_on_disk) DESC`.",
      "Give the disk more room. The capacity page says how much a million records need.",
      "Delete nothing from `corridor_raw` by hand: the marts and the ledger rest on it."
    ]
  },
  {
    name: "CorridorStoreDiskFull",
    severity: "page",
    expr: [`min by (disk) (${diskFree.name} / ${diskSize.name}) < 0.05`],
    for: "2m",
    summary: "ClickHouse's disk {{ $labels.disk }} has {{ $value | humanizePercentage }} left",
    meaning: "Less than 5 % of a disk of the store is free.",
    why: "Inserts will fail within hours. The pipeline then waits; withdrawals of consent, which rewrite tables, wait with it.",
    steps: [
      "Make room now: move other programs' files away, or enlarge the disk.",
      "The pipeline goes on by itself when inserts work again.",
      "Then go on as with CorridorStoreDiskLow."
    ]
  },
  {
    name: "CorridorRestarts",
    severity: "ticket",
    expr: [`sum by (verb) (changes(${start.name}[1h])) > 3`],
    for: "0m",
    summary: "{{ $labels.verb }} started {{ $value }} times in an hour",
    meaning: "A process ends and is started again, more than three times in an hour.",
    why: "Each start reads a batch again and joins the group again; others wait meanwhile. Something ends it.",
    steps: [
      "Look at the last lines before each end: one sentence says why. Exit code 3 is a part that is missing.",
      "No sentence at all means that the system ended it: look for the out-of-memory killer in the system's log, and at CorridorMemoryHigh.",
      "CORRIDOR_DEBUG=1 shows where an unexpected error came from. Send the place, not the data."
    ]
  },
  {
    name: "CorridorMemoryHigh",
    severity: "ticket",
    expr: [`max by (instance) (${memory.name}) > 800e6`],
    for: "15m",
    summary: "{{ $labels.instance }} holds {{ $value | humanize1024 }}B of memory",
    meaning: "A process has held more than 800 MB for a quarter of an hour.",
    why: "The pipeline's memory does not grow with a topic's length. More than this is a leak, or an embedded store under large queries.",
    steps: [
      "For `up` with large queries on the embedded store: move to a ClickHouse server.",
      "For `ingest`: start it again (nothing is lost), and keep the graph of the hours before: it is a defect of the program."
    ]
  }
]
