/**
 * Two `ingest` processes share the partitions of a topic: the second joins the first, more records come, the first leaves in
 * the middle, the second ends the work alone. Who had which partitions is asked of the broker; the rows are counted in the store.
 */
import { setTimeout as sleep } from "node:timers/promises"
import kafkajs from "kafkajs"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { endStarted, start } from "../fault/Process.ts"
import { logAndRegistry } from "../fault/StackSettings.ts"
import { committedOf, kafkaOf } from "./Job.ts"
import type { BenchOptions } from "./Options.ts"
import { publish, whole } from "./Report.ts"
import { openRig, topic } from "./Rig.ts"
import { expectedRefusals, routeMaker } from "./Routes.ts"
import { say } from "./Say.ts"
import { storeReader } from "./StoreReader.ts"

const groupId = defaultPipelineOptions.groupId

/** Who has which partitions, such as `0,1 | 2,3`. */
const sharesOf = async (admin: ReturnType<ReturnType<typeof kafkaOf>["admin"]>): Promise<string> => {
  const { groups } = await admin.describeGroups([groupId])
  return (groups[0]?.members ?? [])
    .map(({ memberAssignment }) => {
      const decoded = kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)
      return (decoded?.assignment[topic] ?? []).sort((a, b) => a - b).join(",")
    })
    .sort()
    .join(" | ")
}

export const workers = async ({ records, out }: BenchOptions): Promise<number> => {
  const rig = await openRig()
  try {
    const data = rig.stackData
    await rig.makePartner(data, {})
    const half = Math.floor(records / 2)
    const make = routeMaker(1)
    say(`making ${half} records …`)
    await rig.produce(make, 0, half)
    const settings = logAndRegistry(data)
    const admin = kafkaOf({
      brokers: settings.CORRIDOR_KAFKA_BROKERS.split(","),
      username: settings.CORRIDOR_KAFKA_USERNAME,
      password: settings.CORRIDOR_KAFKA_PASSWORD
    }).admin()
    await admin.connect()
    const began = performance.now()
    const seen: Array<{ seconds: number; committed: number; shares: string }> = []
    /** Looks until `isThere` or somebody ended; says each change of who has what. */
    const watch = async (isThere: (committed: number, shares: string) => boolean, alive: () => boolean) => {
      while (alive()) {
        const committed = Math.max(0, await committedOf(admin, groupId, topic))
        const shares = await sharesOf(admin).catch(() => "")
        if (shares !== "" && shares !== seen.at(-1)?.shares) {
          seen.push({ seconds: (performance.now() - began) / 1000, committed, shares })
          say(`partitions ${shares} after ${committed} records`)
        }
        if (isThere(committed, shares)) return
        await sleep(200)
      }
    }

    const isShared = (shares: string) => shares.includes(" | ") && shares.split(" | ").every((share) => share !== "")
    const first = start(["ingest"], { data })
    await watch((_, shares) => shares !== "", first.isRunning)
    const second = start(["ingest"], { data })
    const both = () => first.isRunning() && second.isRunning()
    await watch((_, shares) => isShared(shares), both)
    say("the other half of the records …")
    const sending = rig.produce(make, half, records - half)
    await watch((committed) => committed >= records * 0.6, both)
    const left = await first.kill("SIGTERM")
    say(`the first worker left with ${left.code}`)
    await sending
    await watch((committed) => committed >= records, second.isRunning)
    const ended = await second.kill("SIGTERM")
    const seconds = (performance.now() - began) / 1000
    await admin.disconnect()

    const [rows] = await storeReader(data)<{ rows: number; ids: number; refused: number }>(
      `SELECT count() AS rows, uniqExact(record_id) AS ids,
              (SELECT uniqExact(partition, offset) FROM corridor_audit.quarantine) AS refused
       FROM corridor_raw.route_record`
    )
    const right = records - expectedRefusals(records)
    const whatIsWrong = [
      ...(rows?.rows === right && rows.ids === right && rows.refused === expectedRefusals(records)
        ? []
        : [
            `${rows?.rows} rows of ${rows?.ids} records and ${rows?.refused} refusals; ${right} and ${expectedRefusals(records)} are right`
          ]),
      ...(seen.some(({ shares }) => isShared(shares)) ? [] : ["the two never shared the partitions"]),
      ...(left.code === 0 ? [] : [`the worker that was asked to end ended with ${left.code}`]),
      ...(ended.code === 0 ? [] : [`the worker that ended the work ended with ${ended.code}`])
    ]
    publish(
      {
        name: `workers-${records}`,
        title: `${whole(records)} records by two workers: one joins, one leaves`,
        rows: [
          ["after s", "records committed", "partitions of each worker"],
          ...seen.map(({ seconds: after, committed, shares }) => [
            after.toFixed(1),
            whole(committed),
            shares
              .split(" | ")
              .map((share) => share || "none")
              .join(" and ")
          ])
        ],
        notes: [
          `all done after ${seconds.toFixed(1)} s`,
          ...(whatIsWrong.length === 0
            ? [`every record is there once: ${rows?.rows} rows, ${rows?.refused} refusals`]
            : whatIsWrong.map((one) => `**FAILED: ${one}**`))
        ],
        data: { records, seconds, shares: seen, right: whatIsWrong.length === 0 }
      },
      out
    )
    return whatIsWrong.length === 0 ? 0 : 1
  } finally {
    endStarted()
    await rig.close()
  }
}
