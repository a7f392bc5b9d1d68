/**
 * All that Corridor measures of itself, in one table. The metrics, the page of metrics and the check of the alerts derive from
 * it. Names and units follow Prometheus: counters end in `_total`, units are seconds and bytes.
 *
 * No label ever holds anything that a partner sent: outcomes, codes and parts are ours, a topic is named by the operator.
 * Records and rejects have no label of the partner: exact counts by partner are small, and this page asks nobody who it is.
 */

export interface Measure {
  readonly name: string
  readonly type: "counter" | "gauge" | "histogram"
  readonly labels: ReadonlyArray<string>
  readonly unit: string
  readonly meaning: string
  /** Upper bounds of a histogram's buckets; the one without a bound is added. */
  readonly buckets?: ReadonlyArray<number> | undefined
}

/** Of a server on the same machine and of one that struggles. */
const secondBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export const measureTable = {
  records: {
    name: "corridor_records_total",
    type: "counter",
    labels: ["outcome"],
    unit: "records",
    meaning:
      "Records read from partners' topics by what became of them: loaded, quarantined, or duplicate (it was there already). The sum is what was read."
  },
  rejects: {
    name: "corridor_rejects_total",
    type: "counter",
    labels: ["code"],
    unit: "problems",
    meaning:
      "Problems found in refused messages, by code of the catalogue. A message with two problems counts in both; one that is read again counts again."
  },
  readBytes: {
    name: "corridor_read_bytes_total",
    type: "counter",
    labels: [],
    unit: "bytes",
    meaning: "Bytes of the records read from partners' topics."
  },
  batchRecords: {
    name: "corridor_batch_records",
    type: "histogram",
    labels: [],
    unit: "records",
    meaning: "Records in a batch. Small batches with a large lag mean that fetching is slow, not loading.",
    buckets: [1, 10, 100, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000]
  },
  transcribeSeconds: {
    name: "corridor_transcribe_seconds",
    type: "histogram",
    labels: [],
    unit: "seconds",
    meaning: "Time to decode, validate, pseudonymise and generalise a batch.",
    buckets: secondBuckets
  },
  insertSeconds: {
    name: "corridor_insert_seconds",
    type: "histogram",
    labels: [],
    unit: "seconds",
    meaning: "Time to store a batch in ClickHouse.",
    buckets: secondBuckets
  },
  lag: {
    name: "corridor_lag_records",
    type: "gauge",
    labels: ["topic", "partition"],
    unit: "records",
    meaning:
      "Records of a partition that are in Kafka and not committed yet. Every process that runs tells it of all partitions."
  },
  lastCommit: {
    name: "corridor_last_commit_timestamp_seconds",
    type: "gauge",
    labels: ["topic", "partition"],
    unit: "seconds since 1970",
    meaning: "When this process last committed a batch of the partition."
  },
  waiting: {
    name: "corridor_part_waiting",
    type: "gauge",
    labels: ["part"],
    unit: "1 or 0",
    meaning: "1 while something waits for a part that does not answer."
  },
  partnersWithoutKey: {
    name: "corridor_partners_without_key",
    type: "gauge",
    labels: [],
    unit: "partners",
    meaning: "Enabled partners of which the key store has no pseudonymisation key."
  },
  diskFree: {
    name: "corridor_store_disk_free_bytes",
    type: "gauge",
    labels: ["disk"],
    unit: "bytes",
    meaning: "Free space on a disk of ClickHouse."
  },
  diskSize: {
    name: "corridor_store_disk_size_bytes",
    type: "gauge",
    labels: ["disk"],
    unit: "bytes",
    meaning: "Size of a disk of ClickHouse."
  },
  start: {
    name: "corridor_start_timestamp_seconds",
    type: "gauge",
    labels: ["verb"],
    unit: "seconds since 1970",
    meaning: "When this process started, with the verb that it runs."
  },
  memory: {
    name: "corridor_resident_memory_bytes",
    type: "gauge",
    labels: [],
    unit: "bytes",
    meaning: "Memory that this process holds, the embedded ClickHouse included where it is in it."
  }
} as const satisfies Readonly<Record<string, Measure>>

/** The table as Markdown. */
export const measuresMarkdown = (): string =>
  [
    "| metric | type | labels | unit | meaning |",
    "| --- | --- | --- | --- | --- |",
    ...Object.values<Measure>(measureTable).map(
      ({ name, type, labels, unit, meaning }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${unit} | ${meaning} |`
    )
  ].join("\n")
