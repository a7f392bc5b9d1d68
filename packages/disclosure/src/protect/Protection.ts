import type { Verdict } from "../attack/attack.ts"
import type { InsiderVerdict } from "../attack/insiders.ts"
import { describeImplied, type ImpliedReport } from "../implied/ImpliedReport.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** Tables as they may be published, with the proof. */
export interface Protection {
  readonly linked: LinkedTables
  readonly hidden: Hidden
  /** Figures of the cells that are not hidden, where they are not the counts. */
  readonly shown?: Float64Array
  readonly verdict: Verdict
  /** Of the attack on them as margins of finer tables. */
  readonly finer: ReadonlyArray<ImpliedReport>
  /** What partners get; undefined where no table tells of partners. */
  readonly insiders: InsiderVerdict | undefined
  /** Rules of the profile that were not applied for want of columns. */
  readonly notApplied: ReadonlyArray<string>
  /** Rounds in which more was hidden because an attack got through. */
  readonly rounds: number
}

/** Stands for 'no bound' in what is written and told. */
export const noBound = 1_000_000_000

/** Figures about a protection that its maker sees; no word of which cell is what. */
export interface ProtectionReport {
  /** Cells with a figure. */
  readonly cells: number
  readonly primary: number
  readonly secondary: number
  /** Persons in hidden cells by persons in all cells, to the percent: exact it would be one more sum to attack with. */
  readonly hiddenValueShare: number
  readonly method: string
  /** Least width that is proved of a hidden cell's interval; null where nothing is hidden. */
  readonly minimumInterval: number | null
  readonly undecided: number
  /** How tables were attacked as margins of finer ones; left out where they are none. */
  readonly finer?: ReadonlyArray<string>
}

export const protectionReport = ({ linked, hidden, verdict, finer }: Protection, method: string): ProtectionReport => {
  const { system } = linked
  let [cells, primary, secondary, all, lost] = [0, 0, 0, 0, 0]
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    cells += 1
    all += system.value[cell] as number
    if (hidden[cell] === 0) continue
    lost += system.value[cell] as number
    if (hidden[cell] === 1) primary += 1
    else secondary += 1
  }
  return {
    cells,
    primary,
    secondary,
    hiddenValueShare: all === 0 ? 0 : Math.round((100 * lost) / all) / 100,
    method,
    minimumInterval: verdict.minimumWidth === null ? null : Math.min(verdict.minimumWidth, noBound),
    undecided: verdict.undecided.length,
    ...(finer.length === 0 ? {} : { finer: describeImplied(finer) })
  }
}
