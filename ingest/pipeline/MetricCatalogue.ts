/**
 * The catalogue of all metrics. The metrics, their reference page and the checks of the alerts derive from it. Names and units follow
 * Prometheus: counters end in `_total`, units are seconds and bytes.
 *
 * A label never contains a value that a partner sent: outcomes, codes and components are ours, and the operator names topics. Records and
 * rejects have no partner label, because exact counts by partner are small and the metrics page needs no sign-in.
 */
export interface MetricSpec {
  readonly name: string
  readonly type: "counter" | "gauge" | "histogram"
  readonly labels: ReadonlyArray<string>
  readonly unit: string
  readonly meaning: string
  /** Upper bounds of a histogram's buckets, without the unbounded last one. */
  readonly buckets?: ReadonlyArray<number> | undefined
}

/** From a fast local server to one under heavy load. */
const secondBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export const metricCatalogue = {
  records: {
    name: "corridor_records_total",
    type: "counter",
    labels: ["outcome"],
    unit: "records",
    meaning:
      "Records read from partners' topics, by outcome: loaded, quarantined, or duplicate (already stored). Their sum is the number of records read."
  },
  rejects: {
    name: "corridor_rejects_total",
    type: "counter",
    labels: ["code"],
    unit: "problems",
    meaning:
      "Problems found in refused messages, by code. A message with two problems counts under both; one that is read again counts again."
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
  loadingDelay: {
    name: "corridor_loading_delay_seconds",
    type: "histogram",
    labels: [],
    unit: "seconds",
    meaning: "Time from the sending of a batch's first record to the batch's commit. One value for each batch.",
    buckets: [1, 5, 15, 60, 300, 900, 3600, 21_600]
  },
  lag: {
    name: "corridor_lag_records",
    type: "gauge",
    labels: ["topic", "partition"],
    unit: "records",
    meaning:
      "Records of a partition in Kafka that are not committed yet. Every running process reports it for all partitions."
  },
  lastCommit: {
    name: "corridor_last_commit_timestamp_seconds",
    type: "gauge",
    labels: ["topic", "partition"],
    unit: "seconds since 1970",
    meaning: "When this process last committed a batch of the partition."
  },
  partitionProblem: {
    name: "corridor_partition_problem",
    type: "gauge",
    labels: ["topic", "partition", "problem"],
    unit: "1 or 0",
    meaning:
      "1 while a partition has a problem: unreadable (the broker cannot send its records), no-key (its partner's pseudonymisation key is missing or refused), beyond-end (the committed offset is after the end of the log), records-lost (the log begins after the committed offset)."
  },
  waiting: {
    name: "corridor_part_waiting",
    type: "gauge",
    labels: ["part"],
    unit: "1 or 0",
    meaning: "1 while an operation waits for a component that does not respond."
  },
  partnersWithoutKey: {
    name: "corridor_partners_without_key",
    type: "gauge",
    labels: [],
    unit: "partners",
    meaning: "Enabled partners without a usable pseudonymisation key."
  },
  damagedParts: {
    name: "corridor_store_damaged_parts",
    type: "gauge",
    labels: [],
    unit: "parts",
    meaning: "Data parts that ClickHouse set aside as damaged; their rows are missing."
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
  martsBuilt: {
    name: "corridor_marts_timestamp_seconds",
    type: "gauge",
    labels: [],
    unit: "seconds since 1970",
    meaning: "When a mart was last written. Absent before the first build."
  },
  backupAge: {
    name: "corridor_backup_age_seconds",
    type: "gauge",
    labels: [],
    unit: "seconds",
    meaning: "Age of the newest backup; before the first one, of the store."
  },
  backupAgeLimit: {
    name: "corridor_backup_age_limit_seconds",
    type: "gauge",
    labels: [],
    unit: "seconds",
    meaning: "How old the newest backup may be (`CORRIDOR_BACKUP_DAYS`)."
  },
  erasurePending: {
    name: "corridor_erasure_pending_seconds",
    type: "gauge",
    labels: [],
    unit: "seconds",
    meaning: "For how long the oldest withdrawal has waited for `erase`; 0 if none waits."
  },
  erasurePendingLimit: {
    name: "corridor_erasure_pending_limit_seconds",
    type: "gauge",
    labels: [],
    unit: "seconds",
    meaning: "For how long a withdrawal may wait for `erase` (`CORRIDOR_ERASURE_DAYS`)."
  },
  requests: {
    name: "corridor_requests_total",
    type: "counter",
    labels: ["outcome"],
    unit: "requests",
    meaning:
      "Requests to the page's port, by outcome: answered, or failed (a status of 500 or more). Refusals of a wrong or hasty request are answers."
  },
  start: {
    name: "corridor_start_timestamp_seconds",
    type: "gauge",
    labels: ["verb"],
    unit: "seconds since 1970",
    meaning: "When this process started, and which command it runs."
  },
  memory: {
    name: "corridor_resident_memory_bytes",
    type: "gauge",
    labels: [],
    unit: "bytes",
    meaning: "Resident memory of this process, including an embedded ClickHouse."
  }
} as const satisfies Readonly<Record<string, MetricSpec>>
