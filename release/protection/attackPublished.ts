/**
 * The attack that any reader can make on a release: linear programmes over its published figures, the states of its cells and public lists of
 * what adds up to what. It reads no vintage, so it can be repeated wherever the release is. The audit before publication
 * (`auditSystem.ts`) attacks with more: earlier disclosures, partners' own counts, and which records exist.
 */
import { attack } from "@corridor/disclosure/attack/attack"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import { publicSystems, type ReaderContext } from "./publicBounds.ts"

/** What the attack found in the tables of one cube. */
interface PublishedAttack {
  readonly cube: string
  /** Different cells; one that two tables have counts once. */
  readonly cells: number
  /** Suppressed cells, and those that show the figure of an earlier release: what they count in this one is not known. */
  readonly suppressed: number
  /** Of these, cells that are proved to be small: an interval below the threshold that has no 0, or is narrower than 5. */
  readonly narrow: number
  /**
   * Of these, cells of more persons that are proved to within fewer than 5. The rules allow it for cells that only protect others; no reader
   * can see which these are.
   */
  readonly close: number
  readonly undecided: number
  /** Figures that contradict each other. If there are any, the result is void. */
  readonly contradictions: number
}

/** Returns what a reader can prove, by cube. `id` is the number of the release. */
export const attackPublished = (
  solver: LoadedSolver,
  release: {
    readonly id: number
    readonly threshold: number
    readonly choices: ReadonlyArray<TableChoice>
    readonly cells: ReadonlyArray<DisclosedCell>
  },
  past: ReaderContext
): ReadonlyArray<PublishedAttack> =>
  [...publicSystems(release.choices, release.cells, release.id, past)].map(
    ([cube, { keys, system, hidden, known }]) => {
      // What is not a cell of the release has no interval to protect.
      const judge = hidden.map((mark, cell) => (mark === 1 && cell < keys.length ? 1 : 0))
      const need = {
        width: Float64Array.from(judge, (mark) => mark * minProtectionWidth),
        reach: new Float64Array(system.cells),
        small: release.threshold
      }
      const verdict = attack(solver, system, hidden, known, need, { judge, everyCell: true })
      const isSmall = (cell: number) => (verdict.outer.high[cell] as number) < release.threshold
      return {
        cube,
        cells: keys.length,
        suppressed: judge.reduce((sum, mark) => sum + mark, 0),
        narrow: verdict.narrow.filter(isSmall).length,
        close: verdict.narrow.filter((cell) => !isSmall(cell)).length,
        undecided: verdict.undecided.length,
        contradictions: verdict.contradictions
      }
    }
  )
