/**
 * The gate: the only module that writes to `corridor_release`, the only database that page, API and readers see. What passes is a
 * release that the ledger calls published, whole: its figures go in as one block, and are seen by nobody before the row that says
 * that they are out. A test reads the sources for any other writer.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { fromLine } from "./FlowTable.ts"
import type { Release } from "./Release.ts"

const flowTable = "corridor_release.flow"
const releaseTable = "corridor_release.release"

/** ISO 8601 as ClickHouse reads it: to the second, or to the millisecond. */
const moment = (iso: string, letters: number) => iso.slice(0, letters).replace("T", " ")

/** Writes once, also where a store that was put back from a backup remembers a write that it no longer has. */
const writeOnce = Effect.fn("Gate.writeOnce")(function* (
  table: string,
  where: string,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
  token: string
) {
  const warehouse = yield* Warehouse
  for (let attempt = 0; attempt < 5; attempt++) {
    const [there] = yield* warehouse.query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${table} WHERE ${where}`)
    if ((there?.n ?? 0) >= rows.length) return
    yield* warehouse.insert(table, rows, { token: attempt === 0 ? token : `${token}:${attempt}` })
  }
})

/** Puts out what the ledger calls published or retracted. Done again, it changes nothing; killed in between, it is done again. */
export const passGate = Effect.fn("Gate.pass")(function* (
  release: Release,
  lines: ReadonlyArray<string>,
  pages: ReadonlyArray<string>
) {
  if (release.state !== "published" && release.state !== "retracted") return
  const approval = release.moves.findLast(({ move }) => move === "approve")
  const last = release.moves.at(-1)
  if (approval === undefined || last === undefined) return
  const published_at = moment(approval.at, 19)
  const flows = lines.map((line) => {
    const { origin, destination, year, shown } = fromLine(line)
    const isShown = shown.state === "published"
    return {
      origin,
      destination,
      year,
      release: release.release,
      as_of: isShown ? shown.asOf : 0,
      state: shown.state,
      victims: isShown ? shown.victims : null,
      invented: release.invented,
      profile: release.profile,
      published_at
    }
  })
  yield* writeOnce(flowTable, `release = ${release.release}`, flows, `release:${release.release}:flow`)
  yield* writeOnce(
    releaseTable,
    `release = ${release.release} AND status = '${release.state}'`,
    [
      {
        release: release.release,
        status: release.state,
        vintage: release.vintage,
        profile: release.profile,
        invented: release.invented,
        content: release.content,
        ledger: approval.ledger,
        pages: JSON.stringify(Object.fromEntries(pages.map((page) => JSON.parse(page) as [string, string]))),
        published_at,
        changed_at: moment(last.at, 23)
      }
    ],
    `release:${release.release}:${release.state}`
  )
})
