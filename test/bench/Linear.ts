/** Whether a record costs the same in a topic of 1, 2, 4 and 8 times the size. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { contentsOf, ingestUntilCaughtUp } from "./Candidates.ts"
import type { BenchOptions } from "./Options.ts"
import { median, publish, whole } from "./Report.ts"
import { openRig } from "./Rig.ts"
import { expectedRefusals, routeMaker } from "./Routes.ts"
import { say } from "./Say.ts"

const factors = [1, 2, 4, 8]
/** Of the cost per record, against the mean of all sizes. */
const tolerance = 0.1

interface Point {
  readonly records: number
  readonly seconds: number
  readonly cpuSeconds: number
  /** What a start costs that finds nothing to do. */
  readonly startSeconds: number
  readonly startCpuSeconds: number
  readonly peakMegabytes: number
}

const perMillion = (point: Point, seconds: number) => (seconds / point.records) * 1e6
const cpu = (point: Point) => perMillion(point, point.cpuSeconds - point.startCpuSeconds)
const wall = (point: Point) => perMillion(point, point.seconds - point.startSeconds)

/** How far the value that lies farthest from the mean lies from it. */
const unevenness = (values: ReadonlyArray<number>) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.max(...values.map((value) => Math.abs(value / mean - 1)))
}

export const linear = async ({ records: unit, rounds, out }: BenchOptions): Promise<number> => {
  const rig = await openRig()
  const points: Array<Point> = []
  try {
    const make = routeMaker(1)
    await rig.makePartner(join(rig.folder, "first"), rig.env)
    let lying = 0
    for (const records of factors.map((factor) => factor * unit)) {
      await rig.produce(make, lying, records - lying)
      lying = records
      for (let round = 1; round <= rounds; round++) {
        // A store of its own that stays, as in `runCandidate`.
        const data = join(rig.folder, `linear-${records}-${round}`)
        mkdirSync(data, { mode: 0o700 })
        await rig.makePartner(data, rig.env)
        await rig.rewind(defaultPipelineOptions.groupId)
        const cost = await ingestUntilCaughtUp(rig, data)
        const start = await ingestUntilCaughtUp(rig, data)
        const { accepted, refused } = await contentsOf(rig, data)
        if (refused !== expectedRefusals(records) || accepted + refused !== records)
          throw new Error(`of ${records} records ${accepted} were accepted and ${refused} refused`)
        const { seconds, cpuSeconds, peakMegabytes } = cost
        const point = { startSeconds: start.seconds, startCpuSeconds: start.cpuSeconds, peakMegabytes }
        points.push({ records, seconds, cpuSeconds, ...point })
        say(`${records} records: ${cpu(points.at(-1) as Point).toFixed(2)} CPU-s per million`)
      }
    }
  } finally {
    await rig.close()
  }
  const sizes = factors.map((factor) => points.filter(({ records }) => records === factor * unit))
  const of = (value: (point: Point) => number) => sizes.map((own) => median(own.map(value)))
  const [cpus, walls] = [of(cpu), of(wall)]
  const [unevenCpu, unevenWall] = [unevenness(cpus), unevenness(walls)]
  const straight = unevenCpu <= tolerance && unevenWall <= tolerance
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  publish(
    {
      name: `linear-${unit}`,
      title: "Cost per record by size of the topic",
      rows: [
        ["records", "s per million", "CPU-s per million", "peak MB"],
        ...sizes.map((own, i) => [
          whole((factors[i] as number) * unit),
          (walls[i] as number).toFixed(2),
          (cpus[i] as number).toFixed(2),
          whole(Math.max(...own.map((point) => point.peakMegabytes)))
        ])
      ],
      notes: [
        "without what a start takes that finds nothing to do; seconds by the command's own clock; medians of the rounds",
        `farthest from the mean: ${percent(unevenCpu)} of CPU, ${percent(unevenWall)} of time; ${straight ? "within" : "**not within**"} 10 %`
      ],
      data: { unit, rounds, straight, unevenCpu, unevenWall, points }
    },
    out
  )
  return straight ? 0 : 1
}
