import type { ImpliedJointTables } from "../tables/impliedJointTables.ts"
import type { ImpliedScope } from "./attackImplied.ts"

export interface ImpliedReport {
  /** Tables that are margins of one joint table, described by their dimensions; one entry for each set. */
  readonly sets: ReadonlyArray<string>
  /**
   * How far the attack went. `unwritten`: the joint table could not be constructed, because rows at some level are
   * missing. `changed`: some tables are earlier ones whose counts have changed since.
   */
  readonly reach: ImpliedScope | "unwritten" | "changed"
  /** Names of the earlier tables whose counts have changed. */
  readonly changed?: ReadonlyArray<string>
}

/** Returns nothing if no set of tables is cyclic: then a joint table adds nothing to the sums. */
export const impliedReport = (
  { tables, unwritten }: ImpliedJointTables,
  reach: ImpliedScope | "changed" | undefined,
  changed?: ReadonlyArray<string>
): ReadonlyArray<ImpliedReport> => [
  ...(tables.length === 0 || reach === undefined
    ? []
    : [{ sets: tables.map(({ words }) => words), reach, ...(changed === undefined ? {} : { changed }) }]),
  ...(unwritten.length === 0 ? [] : [{ sets: unwritten, reach: "unwritten" as const }])
]

const wordsOf: Readonly<Record<ImpliedReport["reach"], string>> = {
  whole: "attacked as margins of one joint table",
  readers:
    "attacked as margins of one joint table; as pairs of partners by sums and bounds alone, because it has too many cells",
  bounds: "attacked as margins of one joint table by sums and bounds alone, because it has too many cells",
  none: "not attacked as margins of one joint table, because it has too many cells",
  impossible: "not margins of any joint table of whole numbers: nothing more follows",
  changed:
    "not attacked as margins of one joint table with earlier tables whose counts have changed; attacked through common cells and changes",
  unwritten: "not attacked as margins of one joint table, because some levels have no rows"
}

/** Returns one line of text for each set. */
export const describeImplied = (reports: ReadonlyArray<ImpliedReport>): ReadonlyArray<string> =>
  reports.flatMap(({ sets, reach, changed = [] }) =>
    sets.map((set) => `${set}: ${wordsOf[reach]}${changed.length === 0 ? "" : ` (${changed.join(", ")})`}`)
  )

/** Returns whether no attack was made that could have found something. */
export const isUnattacked = ({ reach }: ImpliedReport): boolean => reach === "none" || reach === "unwritten"
