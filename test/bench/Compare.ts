/** All candidates, one after another and round by round, on one topic. A candidate that gives other rows than the generator promised fails. */
import { spawnSync } from "node:child_process"
import { type CandidateName, type Contents, candidates, type Run, runCandidate } from "./Candidates.ts"
import type { BenchOptions } from "./Options.ts"
import { ensurePython } from "./Python.ts"
import { median, publish, spread, whole } from "./Report.ts"
import { openRig } from "./Rig.ts"
import { expectedRefusals, partitions, routeMaker } from "./Routes.ts"
import { say } from "./Say.ts"

const seed = 1

const numbersOf = ({ accepted, refused }: Contents) => `${accepted} accepted and ${refused} refused`

/** What is wrong with the contents, in words. */
export const differences = (runs: ReadonlyArray<Run>, records: number): ReadonlyArray<string> => {
  const refused = expectedRefusals(records)
  const first = runs[0]
  return runs.flatMap(({ candidate, round, contents }) => {
    const who = `${candidate} in round ${round}`
    if (contents.accepted !== records - refused || contents.refused !== refused)
      return [`${who} has ${numbersOf(contents)} records; ${records - refused} and ${refused} are right`]
    if (first === undefined) return []
    return [
      ...(contents.acceptedHash === first.contents.acceptedHash
        ? []
        : [`${who} has other accepted rows than ${first.candidate}`]),
      ...(contents.refusedHash === first.contents.refusedHash
        ? []
        : [`${who} has other refused rows than ${first.candidate}`])
    ]
  })
}

const rate = (run: Run) => run.records / run.seconds
const cpuPerMillion = (run: Run) => (run.cpuSeconds / run.records) * 1e6

const rowOf = (name: CandidateName, runs: ReadonlyArray<Run>): ReadonlyArray<string> => {
  const own = runs.filter((run) => run.candidate === name)
  const ratios = own.flatMap((run) => {
    const rival = runs.find((other) => other.candidate === "kafka-engine" && other.round === run.round)
    return rival === undefined ? [] : [rate(run) / rate(rival)]
  })
  return [
    name,
    spread(own.map(rate), whole),
    median(own.map(cpuPerMillion)).toFixed(2),
    whole(Math.max(...own.map((run) => run.peakMegabytes))),
    median(own.map((run) => run.wallSeconds)).toFixed(1),
    ratios.length === 0 ? "" : spread(ratios, (ratio) => ratio.toFixed(2))
  ]
}

/** The machine is not the same from minute to minute: each round begins with another candidate. */
const beginningWith = <A>(all: ReadonlyArray<A>, n: number): ReadonlyArray<A> => {
  const first = n % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

const header = [
  "candidate",
  "records/s, median (min-max)",
  "CPU-s per million",
  "peak MB",
  "process wall s",
  "x kafka-engine, same round"
]

export const compare = async (options: BenchOptions): Promise<number> => {
  const { records, rounds, only, out } = options
  const missing = only.includes("python") ? ensurePython() : undefined
  if (missing !== undefined) {
    console.error(missing)
    return 3
  }
  const rig = await openRig()
  const runs: Array<Run> = []
  try {
    await rig.makePartner(`${rig.folder}/first`, rig.env)
    say(`making ${records} records …`)
    await rig.produce(routeMaker(seed), 0, records)
    // What the topic left to be written to disk is nobody's cost.
    spawnSync("sync")
    for (let round = 1; round <= rounds; round++)
      for (const name of beginningWith(only, round - 1)) {
        say(`round ${round}: ${name} …`)
        const run = await runCandidate(rig, name, records, round)
        runs.push(run)
        say(
          `  ${whole(rate(run))} records/s, ${cpuPerMillion(run).toFixed(2)} CPU-s per million, ${whole(run.peakMegabytes)} MB`
        )
      }
  } finally {
    await rig.close()
  }
  const wrong = differences(runs, records)
  publish(
    {
      name: `compare-${records}`,
      title: `${whole(records)} route records, ${rounds} interleaved rounds`,
      rows: [header, ...only.map((name) => rowOf(name, runs))],
      notes: [
        `one topic of ${partitions} partitions, uncompressed, key = record id; records/s by each candidate's own clock, from before it connects to Kafka to its last commit`,
        "process wall s: from the start of the process to its end; CPU and memory are of the whole process (and its store), start-up among them, the broker not; files in memory (tmpfs) are not in the peak",
        ...only.map((name) => `${name}: ${candidates[name].note}`),
        ...(wrong.length === 0
          ? [`all runs left the same rows: ${numbersOf((runs[0] as Run).contents)}, by content hash`]
          : wrong.map((one) => `**FAILED: ${one}**`))
      ],
      data: { records, rounds, seed, equal: wrong.length === 0, runs }
    },
    out
  )
  for (const one of wrong) console.error(`FAILED: ${one}`)
  return wrong.length === 0 ? 0 : 1
}
