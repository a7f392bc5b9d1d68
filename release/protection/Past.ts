import type { Profile } from "@corridor/disclosure/rules/Profile"
import { shapeOf } from "../catalogue/familyTable.ts"
import { isAtLevelsOf } from "../catalogue/labelLevels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { exactCounts, type Saying, type ShownCell } from "../publisher/ShownCell.ts"
import { changesByPartner, isChangeSafe } from "./changeRule.ts"
import { familyOf, isWanted, type Statement, saidOf } from "./Statement.ts"
import type { VintageView } from "./VintageView.ts"

/** What was ever said of the cells of a family, and what was behind it. */
export interface Past {
  /** Oldest first; the counts themselves also where a method showed other figures. */
  readonly sayingsOf: (key: string, labelsBy: LabelsOf) => ReadonlyArray<Saying>
  /** As the newest release that was out had it; answers to single researchers are not shown to others. */
  readonly lastShown: (key: string) => ShownCell | undefined
  /** May this count be told after all that were told of the cell? */
  readonly mayFollow: (key: string, past: ReadonlyArray<Saying>, now: CountOfPartners) => boolean
  /** The same for one count that was told. */
  readonly isFar: (key: string, past: ReadonlyArray<Saying>, now: CountOfPartners, told: number) => boolean
}

export interface CountOfPartners {
  readonly value: number
  readonly partners: ReadonlyMap<string, number>
}

export type LabelsOf = { readonly by: ReadonlyArray<string>; readonly labels: ReadonlyArray<string> } | undefined

const sameTable = (a: TableChoice, by: ReadonlyArray<string>) => JSON.stringify(shapeOf(a).by) === JSON.stringify(by)

/** Did the statement speak of tables like this one, of which a cell that it does not show was not there? */
const speaksOf = ({ choices }: Statement, family: string, { by, labels }: Exclude<LabelsOf, undefined>): boolean =>
  choices.some(
    (choice) =>
      familyOf(choice) === family &&
      sameTable(choice, by) &&
      isWanted(choice, labels) &&
      // A table by year says nothing of months that it does not show.
      isAtLevelsOf(choice, labels)
  )

export const pastOf = (
  family: string,
  profile: Profile,
  statements: ReadonlyArray<Statement>,
  viewOf: (statement: Statement) => VintageView | undefined
): Past => {
  const said = statements.map((statement) => saidOf(statement, family))
  const trueCount = (s: number, key: string, shown: ShownCell): ShownCell => {
    const statement = statements[s] as Statement
    if (shown.state !== "published" || statement.isExact || shown.asOf !== statement.id) return shown
    return { ...shown, victims: viewOf(statement)?.valueOf(key) ?? shown.victims }
  }
  const sayingsOf: Past["sayingsOf"] = (key, labelsBy) =>
    statements.flatMap((statement, s) => {
      const shown = said[s]?.get(key)
      if (shown === undefined && (labelsBy === undefined || !speaksOf(statement, family, labelsBy))) return []
      return [
        {
          release: statement.id,
          threshold: statement.threshold,
          shown: shown === undefined ? undefined : trueCount(s, key, shown)
        }
      ]
    })
  const partsOf = (key: string, told: number, now: CountOfPartners): ReadonlyArray<ReadonlyArray<number> | undefined> =>
    statements.flatMap((statement, s) => {
      const shown = said[s]?.get(key)
      if (shown?.state !== "published" || shown.asOf !== statement.id) return []
      const view = viewOf(statement)
      const count = statement.isExact ? shown.victims : (view?.valueOf(key) ?? shown.victims)
      if (count !== told) return []
      const before = view?.partnersOf(key)
      return [before === undefined ? undefined : changesByPartner(before, now.partners)]
    })
  const farEnough = (past: ReadonlyArray<Saying>) =>
    Math.max(profile.threshold, ...past.map(({ threshold }) => threshold))
  const isFar: Past["isFar"] = (key, past, now, told) => {
    const change = now.value - told
    if (Math.abs(change) < farEnough(past)) return false
    return partsOf(key, told, now).every((parts) => isChangeSafe(profile, farEnough(past), change, parts))
  }
  return {
    sayingsOf,
    isFar,
    lastShown: (key) => said.findLast((own, s) => (statements[s] as Statement).id >= 0 && own.has(key))?.get(key),
    mayFollow: (key, past, now) => {
      const wasHidden = past.some(({ shown }) => shown?.state === "suppressed")
      const wasAbsent = past.some(({ shown }) => shown === undefined)
      if (wasHidden && now.value < farEnough(past) + 1) return false
      if (wasAbsent && now.value !== 0 && now.value < farEnough(past)) return false
      return exactCounts(past).every((told) => told === now.value || isFar(key, past, now, told))
    }
  }
}
