/**
 * The alerts, as data. `node infra/alerts/generate.ts` generates the Prometheus rules and the runbook from it. Add an alert only if a
 * person must act on it.
 */
import { metricCatalogue } from "../../ingest/pipeline/MetricCatalogue.ts"
import { type Alert, doctor } from "./Alert.ts"
import { objectiveAlerts } from "./objectiveAlerts.ts"

const {
  records,
  rejects,
  insertSeconds,
  lag,
  lastCommit,
  partitionProblem,
  waiting,
  partnersWithoutKey,
  backupAge,
  backupAgeLimit,
  damagedParts,
  diskFree,
  diskSize,
  erasurePending,
  erasurePendingLimit,
  start,
  memory
} = metricCatalogue

/** Several processes report the same partition. The highest value counts. */
const partition = (inner: string) => `max by (topic, partition) (${inner})`

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
      "Read the end of the process's standard error. The last sentence gives the cause.",
      doctor,
      "Start it again. It continues from the last commit and loads no record twice.",
      "If the process is running, check that it was started with `--metrics PORT` and that Prometheus reaches that port."
    ]
  },
  {
    name: "CorridorPageMissing",
    severity: "page",
    expr: [
      `max by (verb) (max_over_time(${start.name}{verb=~"up|serve.*"}[1d]))`,
      "unless on (verb)",
      `max by (verb) (${start.name})`
    ],
    for: "5m",
    summary: "No `{{ $labels.verb }}` is running that ran in the last day",
    meaning: "Prometheus has seen no process of the page or the portal for five minutes, and saw one in the last day.",
    why: "Readers get no figures, or partners cannot send and withdraw in the portal. A process that is gone counts no failed requests, so no other alert fires.",
    steps: [
      "Read the end of the process's standard error. The last sentence gives the cause.",
      doctor,
      "Start it again.",
      "If the process is running, check `CORRIDOR_METRICS_PORT`, which `serve` needs for metrics, and that Prometheus reaches that port.",
      "If it was stopped on purpose, the alert ends after a day. Silence it."
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
    summary: "No commit for {{ $labels.topic }}/{{ $labels.partition }} in ten minutes while records wait",
    meaning: "A partition has records that are not loaded, and no process committed any of them for ten minutes.",
    why: "The pipeline has stopped for that partition. It will not recover without help.",
    steps: [
      "Check whether CorridorPartNotAnswering or CorridorPipelineMissing also fires. If so, handle that alert first.",
      "Search the log for the topic's name. If `was assigned to another worker` is repeated, batches take longer than the group's session: run fewer workers, or more machines.",
      doctor,
      "Stop the process with SIGTERM and start it again. The batch is read again with the same boundaries.",
      "If the same partition stops again, keep the log and report a bug."
    ]
  },
  {
    name: "CorridorPartitionDamaged",
    severity: "page",
    expr: [`max by (topic, partition, problem) (${partitionProblem.name}) > 0`],
    for: "2m",
    summary: "{{ $labels.topic }}/{{ $labels.partition }} has a problem: {{ $labels.problem }}",
    meaning:
      "The broker cannot send a partition's records (`unreadable`), the key of its partner is missing or refused (`no-key`), the broker has fewer records than were loaded (`beyond-end`), or deleted some before they were loaded (`records-lost`). All other partitions are loaded.",
    why: "Records of one partner are missing. With `beyond-end`, new records of the partition get offsets that count as loaded.",
    steps: [
      doctor,
      "`unreadable`: look at the broker's log for the partition, and at its disk. Restore the partition's files from a replica or a backup, and restart the broker. The pipeline tries the partition again at least once a minute, and continues where it was.",
      "`no-key`: see CorridorKeysMissing.",
      "`beyond-end`: stop the partner from sending. Compare what was cut off with the partner's receipts; what is loaded stays loaded. Create a new topic for the partner before it sends again.",
      "`records-lost`: ask the partner to send the missing records again. A record that is loaded already is recognised. Raise the topic's retention if it deleted them."
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
    summary: "The lag of {{ $labels.topic }} is {{ $value }} records and growing",
    meaning: "The lag of a partner's topic exceeds 20,000 records and is larger than half an hour ago.",
    why: "Records arrive faster than they are loaded. The lag of a large delivery disappears; a lag that keeps growing loses records when Kafka's retention expires.",
    steps: [
      "Find out from the partner whether it is sending a large delivery. If so, wait until it is complete.",
      "Compare the rate of `corridor_records_total` with the benchmark on such a machine. If it is normal, the machine is too small: start a second `ingest`, or increase `--workers` up to the number of partitions.",
      "If it is lower, check `corridor_insert_seconds` (high: ClickHouse is slow) and `corridor_transcribe_seconds` (high: this machine is slow).",
      "Small values of `corridor_batch_records` mean that fetching from Kafka is slow. Check the network and the brokers."
    ]
  },
  {
    name: "CorridorPartNotAnswering",
    severity: "page",
    expr: [`max by (part) (${waiting.name}) > 0`],
    for: "2m",
    summary: "{{ $labels.part }} has not responded for two minutes",
    meaning: "The pipeline waits for a component that does not respond. It retries every five seconds.",
    why: "Nothing is loaded in the meantime. Nothing is lost, because offsets are committed only after the store has the records.",
    steps: [
      doctor,
      "Read that component's log (embedded: in `run/` of the data folder).",
      "A read-only or full ClickHouse passes `doctor` but refuses inserts. See CorridorStoreDiskLow.",
      "When the component responds again, the pipeline continues within five seconds and logs one line."
    ]
  },
  {
    name: "CorridorKeysMissing",
    severity: "page",
    expr: [`max(${partnersWithoutKey.name}) > 0`],
    for: "1m",
    summary: "{{ $value }} enabled partners have no usable pseudonymisation key",
    meaning: "The key store has no key for a partner that may send, or a damaged one.",
    why: "The pipeline leaves that partner's records out and does not create a new key. With a new key the same person would get another pseudonym, and links to older records would be lost permanently.",
    steps: [
      "Do not create a new key, and do not add the partner again.",
      "Check that the folder of `CORRIDOR_KEYS_DIR` is mounted and that this user can read it.",
      "Restore the partner's key from the backup of the keys, with owner-only permissions.",
      "If the key was shredded on purpose, disable the partner: `npm run -s corridor -- partner disable ID`.",
      "The pipeline tries again every few seconds, and loads the waiting records when the key is there."
    ]
  },
  {
    name: "CorridorStoreDamaged",
    severity: "page",
    expr: [`max(${damagedParts.name}) > 0`],
    for: "1m",
    summary: "ClickHouse set {{ $value }} damaged data parts aside",
    meaning: "ClickHouse could not read data parts of a table, and uses the table without them.",
    why: "Their rows are missing, and no query says so: counts are too small, and a record that was loaded may be loaded again or never.",
    steps: [
      "Stop every pipeline, and publish nothing.",
      `${doctor} It names the tables.`,
      "Check the disk: its log, its age, and whether it was full or lost power.",
      "On a cluster, ClickHouse fetches the parts from another replica. If it has, remove those that were set aside: `ALTER TABLE … DROP DETACHED PART`.",
      "Otherwise restore a backup: see 'Damaged data' in [backup](backup.md)."
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
    why: "Refused records are missing in all statistics. Often one partner's export has changed, and the rest of its delivery is unreliable too.",
    steps: [
      "Run `npm run -s corridor -- quarantine list`. It lists partner, code and path of refused records.",
      "Look up the code in [problems](problems.md): what was expected and how to fix it.",
      "Send the partner the code and the path. Never ask for the record by e-mail.",
      "If our own code list or rule is wrong, fix it and replay: `npm run -s corridor -- quarantine replay --code CODE`."
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
      "The problem {{ $labels.code }} occurred {{ $value }} times in an hour, more than five times the rate of the previous day",
    meaning: "A problem that was rare or new occurred more than 50 times in an hour.",
    why: "The data shows a change of software, code list or law before it is announced. `direct-identifier` means that a partner sends data that identifies a person.",
    steps: [
      "For `direct-identifier`: stop the partner (`npm run -s corridor -- partner disable ID`), inform it immediately, and have its topic's records deleted. The pipeline stored none of them.",
      "For codes of the message (`avro-*`, `schema-unknown`, `message-*`): the partner's software has changed. Inform it which schema to use.",
      "For codes of the record: continue as for CorridorRejectShareHigh.",
      "`case-withdrawn` means that a partner still sends a withdrawn case. Inform it.",
      "`other` means that a code is missing in the catalogue. Report a bug."
    ]
  },
  {
    name: "CorridorInsertSlow",
    severity: "ticket",
    expr: [`histogram_quantile(0.9, sum by (le) (rate(${insertSeconds.name}_bucket[10m]))) > 5`],
    for: "15m",
    summary: "One insert in ten takes more than {{ $value }} s",
    meaning: "The 90th percentile of insert times exceeds five seconds.",
    why: "The lag will grow. Usually the store cannot keep up with its merges, or a disk is nearly full.",
    steps: [
      "Query ClickHouse: `SELECT count() FROM system.parts WHERE active`, `SELECT * FROM system.merges`. Thousands of parts in a table mean that batches are too small or merges too slow.",
      "Check the disk: see CorridorStoreDiskLow, and whether another program uses it.",
      "Check `system.processes` for large queries. On a server, quotas limit readers."
    ]
  },
  {
    name: "CorridorBackupTooOld",
    severity: "ticket",
    expr: [`max(${backupAge.name}) > max(${backupAgeLimit.name})`],
    for: "15m",
    summary: "The newest backup is {{ $value | humanizeDuration }} old",
    meaning:
      "No backup was made for longer than `CORRIDOR_BACKUP_DAYS` (2 days unless it is set), or none was ever made since the store was created.",
    why: "Accounts, keys, the ledger and everything that was published since are in one place. A lost ledger ends releases: new figures could not be protected against the lost ones.",
    steps: [
      `${doctor} It says how old the newest backup is.`,
      "Run `npm run -s corridor -- backup DIR` and read its last sentence: a full disk, a missing recipient and a signer that cannot be read stop it.",
      "On Kubernetes: `kubectl get cronjob,job -n corridor`, then the log of the newest job of `corridor-backup`.",
      "A backup counts if it is where it was written, or if its folder is not there, as with a disk that is kept elsewhere. It is noted in `backups.jsonl` in the key folder: `backup` and the pipeline need the same one.",
      "If you back up less often on purpose, set `CORRIDOR_BACKUP_DAYS`, the same for every process."
    ]
  },
  {
    name: "CorridorErasurePending",
    severity: "ticket",
    expr: [`max(${erasurePending.name}) > max(${erasurePendingLimit.name})`],
    for: "15m",
    summary: "A withdrawal has waited for `erase` for {{ $value | humanizeDuration }}",
    meaning:
      "The records of a person who withdrew are deleted, but for longer than `CORRIDOR_ERASURE_DAYS` (7 days unless it is set) vintages, and topics, may still have the person.",
    why: "Somebody has withdrawn consent, and the law limits how long that may take. Releases that are made from these vintages count the person.",
    steps: [
      "Run `npm run -s corridor -- erase --pending`. It completes withdrawals that came as records or from the portal, and lists what remains where.",
      "If it says that withdrawals are not complete, do what its last sentence says, and run it again.",
      `${doctor} It says how many wait, and for how long the oldest does.`,
      "Run it regularly, for example daily after the transform."
    ]
  },
  {
    name: "CorridorStoreDiskLow",
    severity: "ticket",
    expr: [`min by (disk) (${diskFree.name} / ${diskSize.name}) < 0.15`],
    for: "10m",
    summary: "ClickHouse's disk {{ $labels.disk }} has {{ $value | humanizePercentage }} free",
    meaning: "Less than 15 % of a disk of the store is free.",
    why: "Merges need space for a second copy of the merged data. A full disk stops loading, but loses nothing.",
    steps: [
      "Find large tables: `SELECT database, table, formatReadableSize(sum(bytes_on_disk)) FROM system.parts WHERE active GROUP BY ALL ORDER BY sum(bytes_on_disk) DESC`.",
      "Enlarge the disk. The [capacity page](../../infra/cluster/CAPACITY.md) shows how much a million records need.",
      "Do not delete from `corridor_raw` by hand. The marts and the ledger depend on it."
    ]
  },
  {
    name: "CorridorStoreDiskFull",
    severity: "page",
    expr: [`min by (disk) (${diskFree.name} / ${diskSize.name}) < 0.05`],
    for: "2m",
    summary: "ClickHouse's disk {{ $labels.disk }} has {{ $value | humanizePercentage }} free",
    meaning: "Less than 5 % of a disk of the store is free.",
    why: "Inserts will fail within hours. Then the pipeline waits, and so do withdrawals of consent, which rewrite tables.",
    steps: [
      "Free space now: move other programs' files, or enlarge the disk.",
      "The pipeline continues automatically when inserts succeed again.",
      "Then continue as for CorridorStoreDiskLow."
    ]
  },
  {
    name: "CorridorRestarts",
    severity: "ticket",
    expr: [`sum by (verb) (changes(${start.name}[1h])) > 3`],
    for: "0m",
    summary: "{{ $labels.verb }} started {{ $value }} times in an hour",
    meaning: "A process was restarted more than three times in an hour.",
    why: "Each start rejoins the group and reads a batch again, while other workers wait. Something stops the process.",
    steps: [
      "Read the last log lines before each exit; they give the cause. Exit code 3 means that a component is missing.",
      "If there is none, the operating system killed it. Search the system log for the out-of-memory killer, and see CorridorMemoryHigh.",
      "`CORRIDOR_DEBUG=1` shows where an unexpected error occurred. Report the location, not the data."
    ]
  },
  {
    name: "CorridorMemoryHigh",
    severity: "ticket",
    expr: [`max by (instance) (${memory.name}) > 800e6`],
    for: "15m",
    summary: "{{ $labels.instance }} holds {{ $value | humanize1024 }}B of memory",
    meaning: "A process has held more than 800 MB for a quarter of an hour.",
    why: "The pipeline's memory does not depend on a topic's length. More than this is a leak, or an embedded store with large queries.",
    steps: [
      "For `up` with large queries on the embedded store: move to a ClickHouse server.",
      "For `ingest`: restart it (nothing is lost), keep the graph of the preceding hours, and report a bug."
    ]
  },
  ...objectiveAlerts
]
