/** Computes what a year of records needs from the measured cost of one record. `capacityPage` shows the arithmetic. */
import { readFileSync } from "node:fs"
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

export const readMeasured = (): MeasuredCost =>
  JSON.parse(readFileSync(new URL("./measured.json", import.meta.url), "utf8")) as MeasuredCost

/** Assumptions, not measured. */
export const assumed = {
  secondsOfAYear: 365 * 86_400,
  /** Peak rate divided by mean rate. Partners send after the end of a month, and a topic may be read again. */
  peakFactor: 20,
  /** Utilisation of a core at the peak. */
  busy: 0.5,
  /** Free share of a disk, needed for merges and for the loss of a node. */
  freeDisk: 0.5,
  /** Size of marts, ledger and quarantine relative to the records. */
  besideRecords: 0.2,
  copiesInStore: 3,
  /** Records per shard. Counting persons by flow takes about a minute for this number on 16 cores. */
  recordsOfAShard: 5_000_000_000,
  /** Records per second of one partition, well below the limit of a broker. */
  recordsOfAPartition: 5_000,
  partners: 50
} as const

export interface Needs {
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

export const needsOf = (recordsOfAYear: number, cost: MeasuredCost): Needs => {
  const recordsPerSecond = recordsOfAYear / assumed.secondsOfAYear
  const peakPerSecond = recordsPerSecond * assumed.peakFactor
  const cores = (peakPerSecond / 1e6) * cost.cpuSecondsPerMillion
  const kafkaBytes = (recordsOfAYear * cost.kafkaBytes * copies) / (1 - assumed.freeDisk)
  const rows = recordsOfAYear * cost.storeBytes * (1 + assumed.besideRecords)
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

const row = (title: string, arithmetic: string, values: ReadonlyArray<string>) =>
  `| ${[title, arithmetic, ...values].join(" | ")} |`

/** Returns the capacity page as Markdown. */
export const capacityPage = (cost: MeasuredCost): string => {
  const needs = years.map((records) => needsOf(records, cost))
  const each = (of: (need: Needs) => string) => needs.map(of)
  const a = assumed
  return `# Capacity: what a year of records needs

Made by \`node infra/cluster/make.ts\` from \`measured.json\`. The sums are exact; what they rest on is one machine's measurement
and the assumptions below, and **no cluster has been run**. Measure on yours before you buy.

## Measured, for one record (a route of two to five legs)

| what | cost |
|---|---|
| in Kafka, uncompressed, key and frame among it | ${cost.kafkaBytes.toFixed(0)} bytes (gzip at the producer would make it ${cost.kafkaBytesGzip.toFixed(0)}) |
| in ClickHouse, compressed, merged | ${cost.storeBytes.toFixed(1)} bytes (${cost.storeBytesPlain.toFixed(0)} before compression) |
| processor time of the pipeline and its inserts | ${cost.cpuSecondsPerMillion.toFixed(1)} s a million records |
| memory of the process at most | ${cost.peakMegabytes.toFixed(0)} MB |

Of ${number(cost.records)} records; processor time and memory are from ${cost.from}; processor ${cost.processor}.

## Assumed

| what | value |
|---|---|
| peak over mean: month ends, topics read again | ${a.peakFactor} |
| share of a core that is busy at the peak | ${a.busy} |
| share of a disk that stays free, for merges and a lost node | ${a.freeDisk} |
| marts, ledger and quarantine beside the records | ${a.besideRecords} |
| copies in Kafka, copies in ClickHouse | ${copies}, ${a.copiesInStore} |
| records of one shard | ${number(a.recordsOfAShard)} |
| records a second of one partition | ${number(a.recordsOfAPartition)} |
| partners that send at the peak | ${a.partners} |

## Needed, for one year's records

${row("what", "how", ["1 million", "100 million", "10,000 million"])}
|---|---|---|---|---|
${row(
  "records a second, mean",
  "records / 31,536,000",
  each((n) => number(n.recordsPerSecond))
)}
${row(
  "at the peak",
  `mean x ${a.peakFactor}`,
  each((n) => number(n.peakPerSecond))
)}
${row(
  "cores of the pipeline, busy",
  `peak / 1,000,000 x ${cost.cpuSecondsPerMillion.toFixed(1)}`,
  each((n) => number(n.cores))
)}
${row(
  "workers of one core",
  `cores / ${a.busy}, at least 2`,
  each((n) => number(n.workers))
)}
${row(
  "memory of the workers",
  `workers x ${cost.peakMegabytes.toFixed(0)} MB`,
  each((n) => bytesWords(n.workers * cost.peakMegabytes * 1e6))
)}
${row(
  "Kafka's disks, all brokers",
  `records x ${cost.kafkaBytes.toFixed(0)} x ${copies} / ${1 - a.freeDisk}`,
  each((n) => bytesWords(n.kafkaBytes))
)}
${row(
  "ClickHouse's disks, all nodes",
  `records x ${cost.storeBytes.toFixed(1)} x ${1 + a.besideRecords} x ${a.copiesInStore} / ${1 - a.freeDisk}`,
  each((n) => bytesWords(n.storeBytes))
)}
${row(
  "shards",
  `records / ${number(a.recordsOfAShard)}, rounded up`,
  each((n) => number(n.shards))
)}
${row(
  "network at the peak, all links",
  `peak x (${cost.kafkaBytes.toFixed(0)} x ${copies + 1} + ${cost.storeBytesPlain.toFixed(0)} x ${a.copiesInStore}) x 8`,
  each((n) => `${number(n.megabitsAtPeak)} Mbit/s`)
)}
${row(
  "partitions of a partner's topic",
  `peak / ${a.partners} / ${number(a.recordsOfAPartition)}, at least 4`,
  each((n) => number(n.partitions))
)}

Topics are kept for good, so Kafka's disks grow by this each year. Where that is too dear, a partner's topic can be given a
retention; what has passed can then be neither replayed nor read again, and \`quarantine replay\` says so.

One million and a hundred million records a year fit one shard on small machines: three of each part are for what breaks, not
for speed. Ten thousand million are more than one shard's, and a partner's records lie on one shard: with few partners of
very unequal size, the largest decides.
`
}
