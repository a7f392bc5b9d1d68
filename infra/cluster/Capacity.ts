/** Computes what a year of records needs from the measured cost of one record. `capacityPage` shows the arithmetic. */
import { readFileSync } from "node:fs"
import { secondsOfDay } from "../../ports/days.ts"
import { copies } from "./KafkaManifests.ts"

/** Costs measured by `test/bench/measure-row-cost.ts`. Bytes are per record. */
export interface MeasuredCost {
  readonly records: number
  readonly kafkaBytes: number
  readonly kafkaBytesGzip: number
  readonly storeBytes: number
  readonly storeBytesPlain: number
  readonly cpuSecondsPerMillion: number
  readonly peakMegabytes: number
  /** Source of processor time and memory. */
  readonly from: string
  readonly processor: string
}

/** Reads the measured cost of a record from `measured.json`. */
export const readMeasured = (): MeasuredCost =>
  JSON.parse(readFileSync(new URL("./measured.json", import.meta.url), "utf8")) as MeasuredCost

/** Assumptions, not measured. */
const assumed = {
  secondsOfAYear: 365 * secondsOfDay,
  /** Peak rate divided by mean rate. Partners send after the end of a month, and a topic may be read again. */
  peakFactor: 20,
  /** Utilisation of a core at the peak. */
  busy: 0.5,
  /** Free share of a disk, needed for merges and for the loss of a node. */
  freeDisk: 0.5,
  /** Size of marts, ledger and quarantine relative to the records. */
  otherTables: 0.2,
  copiesInStore: 3,
  /** Records per shard. Counting persons by flow takes about a minute for this number on 16 cores. */
  recordsOfAShard: 5_000_000_000,
  /** Records per second of one partition, well below the limit of a broker. */
  recordsOfAPartition: 5_000,
  partners: 50
} as const

interface Needs {
  readonly recordsPerSecond: number
  readonly peakPerSecond: number
  readonly cores: number
  readonly workers: number
  readonly kafkaBytes: number
  readonly storeBytes: number
  readonly shards: number
  readonly megabitsAtPeak: number
  readonly partitions: number
}

/** Returns what a deployment needs for so many records a year, by the measured cost of a row. */
export const needsOf = (recordsOfAYear: number, cost: MeasuredCost): Needs => {
  const recordsPerSecond = recordsOfAYear / assumed.secondsOfAYear
  const peakPerSecond = recordsPerSecond * assumed.peakFactor
  const cores = (peakPerSecond / 1e6) * cost.cpuSecondsPerMillion
  const kafkaBytes = (recordsOfAYear * cost.kafkaBytes * copies) / (1 - assumed.freeDisk)
  const rows = recordsOfAYear * cost.storeBytes * (1 + assumed.otherTables)
  const storeBytes = (rows * assumed.copiesInStore) / (1 - assumed.freeDisk)
  // Kafka: in from partners, out to two more brokers, out to the pipeline. ClickHouse: rows to one replica and on to two more.
  const bytesOverNetwork = cost.kafkaBytes * (1 + (copies - 1) + 1) + cost.storeBytesPlain * assumed.copiesInStore
  return {
    recordsPerSecond,
    peakPerSecond,
    cores,
    workers: Math.max(2, Math.ceil(cores / assumed.busy)),
    kafkaBytes,
    storeBytes,
    shards: Math.ceil(recordsOfAYear / assumed.recordsOfAShard),
    megabitsAtPeak: (peakPerSecond * bytesOverNetwork * 8) / 1e6,
    partitions: Math.max(4, Math.ceil(peakPerSecond / assumed.partners / assumed.recordsOfAPartition))
  }
}

const units = ["B", "kB", "MB", "GB", "TB", "PB"]
const bytesWords = (bytes: number): string => {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)))
  return `${(bytes / 1000 ** power).toPrecision(3)} ${units[power]}`
}
const number = (value: number) =>
  value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toPrecision(2)

const years = [1e6, 100e6, 10_000e6]

type Requirement = readonly [what: string, formula: string, value: (need: Needs) => string]

/** The rows of the table of requirements. */
const requirements = (cost: MeasuredCost): ReadonlyArray<Requirement> => {
  const a = assumed
  return [
    ["records per second, mean", "records / 31,536,000", (n) => number(n.recordsPerSecond)],
    ["records per second, peak", `mean x ${a.peakFactor}`, (n) => number(n.peakPerSecond)],
    [
      "busy cores of the pipeline",
      `peak / 1,000,000 x ${cost.cpuSecondsPerMillion.toFixed(1)}`,
      (n) => number(n.cores)
    ],
    ["workers with one core each", `cores / ${a.busy}, at least 2`, (n) => number(n.workers)],
    [
      "memory of the workers",
      `workers x ${cost.peakMegabytes.toFixed(0)} MB`,
      (n) => bytesWords(n.workers * cost.peakMegabytes * 1e6)
    ],
    [
      "disk space of all Kafka brokers",
      `records x ${cost.kafkaBytes.toFixed(0)} x ${copies} / ${1 - a.freeDisk}`,
      (n) => bytesWords(n.kafkaBytes)
    ],
    [
      "disk space of all ClickHouse nodes",
      `records x ${cost.storeBytes.toFixed(1)} x ${1 + a.otherTables} x ${a.copiesInStore} / ${1 - a.freeDisk}`,
      (n) => bytesWords(n.storeBytes)
    ],
    ["shards", `records / ${number(a.recordsOfAShard)}, rounded up`, (n) => number(n.shards)],
    [
      "network traffic at the peak, all links",
      `peak x (${cost.kafkaBytes.toFixed(0)} x ${copies + 1} + ${cost.storeBytesPlain.toFixed(0)} x ${a.copiesInStore}) x 8`,
      (n) => `${number(n.megabitsAtPeak)} Mbit/s`
    ],
    [
      "partitions of a partner's topic",
      `peak / ${a.partners} / ${number(a.recordsOfAPartition)}, at least 4`,
      (n) => number(n.partitions)
    ]
  ]
}

/** Returns the capacity page as Markdown. */
export const capacityPage = (cost: MeasuredCost): string => {
  const needs = years.map((records) => needsOf(records, cost))
  const rows = requirements(cost).map(
    ([what, formula, value]) => `| ${[what, formula, ...needs.map(value)].join(" | ")} |`
  )
  const a = assumed
  return `# Capacity: what a year of records needs

Generated by \`node infra/cluster/make.ts\` from \`measured.json\`. The numbers are computed from the measurements of one machine and the
assumptions below. **No cluster has been measured.** Measure on your machines before you buy.

## Measured, for one record (a route of two to five legs)

| what | cost |
|---|---|
| in Kafka, uncompressed, with key and framing | ${cost.kafkaBytes.toFixed(0)} bytes (${cost.kafkaBytesGzip.toFixed(0)} with gzip at the producer) |
| in ClickHouse, compressed, merged | ${cost.storeBytes.toFixed(1)} bytes (${cost.storeBytesPlain.toFixed(0)} before compression) |
| processor time of the pipeline and its inserts | ${cost.cpuSecondsPerMillion.toFixed(1)} s per million records |
| peak memory of the process | ${cost.peakMegabytes.toFixed(0)} MB |

Measured with ${number(cost.records)} records on the processor ${cost.processor}; processor time and memory from ${cost.from}.

## Assumed

| what | value |
|---|---|
| peak rate / mean rate (month ends, replays) | ${a.peakFactor} |
| utilisation of a core at the peak | ${a.busy} |
| free share of a disk, for merges and a lost node | ${a.freeDisk} |
| size of marts, ledger and quarantine / size of records | ${a.otherTables} |
| copies in Kafka, copies in ClickHouse | ${copies}, ${a.copiesInStore} |
| records of one shard | ${number(a.recordsOfAShard)} |
| records per second of one partition | ${number(a.recordsOfAPartition)} |
| partners that send during the peak | ${a.partners} |

## Requirements for the records of one year

| what | formula | 1 million | 100 million | 10,000 million |
|---|---|---|---|---|
${rows.join("\n")}

Topics have no retention limit, so Kafka's disks grow by this amount each year. To save space, set a retention for a partner's
topic. Expired messages can then not be replayed, and \`quarantine replay\` reports them.

One million and 100 million records a year fit one shard on small machines; three of each component are for availability, not for
speed. 10,000 million records need several shards. All records of a partner are on one shard, so with few partners of very
unequal size the largest one determines the size of a shard.
`
}
