import { attack } from "@corridor/disclosure/attack/attack"
import { insiders } from "@corridor/disclosure/attack/insiders"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Disclosure } from "../history/Disclosure.ts"
import { cellRules, cellsInNeed, exactIn } from "./cellRules.ts"
import { currentView, unknownCells, viewsWithout } from "./currentView.ts"
import { jointAudit } from "./jointAudit.ts"
import { learnNoisy, unshownHighs } from "./noisyFigures.ts"
import { onlyReporters } from "./onlyReporters.ts"
import type { ReleaseProblem } from "./ReleaseProblem.ts"

/**
 * Attacks figures with noise together with everything disclosed before, as a reader and as each pair of partners. Returns the number of
 * cells that become too narrow by them. `problem`: nothing requested, and these figures to audit.
 */
export const countNarrowed = (
  solver: LoadedSolver,
  problem: ReleaseProblem,
  profile: Profile,
  disclosure: Disclosure
): number => {
  const { own, isKnown, earlier } = problem
  const { system } = own
  const { known, need } = cellRules(problem, profile, new Uint8Array(system.cells))
  const isExact = exactIn(own, isKnown)
  const knownBefore = { low: known.low.slice(), high: known.high.slice() }
  learnNoisy(own, problem.noisy, knownBefore, isExact)
  const audited = { joint: own, disclosures: [disclosure] }
  learnNoisy(own, [...problem.noisy, audited], known, isExact)
  // What a small count without a figure needs is that it may reach the threshold, as the limit of what is shown does.
  for (const [cell, high] of unshownHighs(own, [audited])) need.reach[cell] = Math.min(need.reach[cell] as number, high)
  const hidden = unknownCells(own, isKnown)
  const view = currentView(problem, hidden, known, need)
  const judge = cellsInNeed(own, hidden, need)
  const verdict = attack(solver, system, hidden, known, need, { judge })
  const alone = verdict.narrow.length + verdict.undecided.length + verdict.contradictions
  if (alone > 0 || view.contributions === undefined) return alone
  const before = currentView(problem, hidden, knownBefore, need)
  const only = onlyReporters(solver, before, judge).attack(hidden, known)
  const { leaks } = insiders(solver, system, hidden, known, need, view.contributions, { judge })
  return (
    leaks.reduce((sum, leak) => sum + leak.narrow.length + leak.undecided.length, 0) +
    only.length +
    jointAudit(solver, view, viewsWithout(problem, knownBefore, need), earlier).length
  )
}
