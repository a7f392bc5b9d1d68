import { attack } from "@corridor/disclosure/attack/attack"
import { partnerPairs } from "@corridor/disclosure/attack/insiders"
import { type CellOfRelease, cellsToProtect, judgeWithoutLost } from "@corridor/disclosure/protect/JointReleases"
import type { KnownChange } from "@corridor/disclosure/protect/knownChanges"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { offsetsOf } from "@corridor/disclosure/system/joinSystems"
import { followsFromChanges } from "./followsFromChanges.ts"
import { jointContributions, joinVintages } from "./joinVintages.ts"
import { changesOf, tiesOf } from "./knownChanges.ts"
import { ownInVintages } from "./onlyReporters.ts"
import { type PartOfVintages, partAround, type Ties, wholeOf, withTies } from "./partOfVintages.ts"
import type { JointView, VintageView } from "./VintageView.ts"

/** A set of attackers. Each is one or two partners, or a reader (no partner), and knows the changes from one vintage. */
interface Attackers {
  readonly vintages: ReadonlyArray<number>
  /** Partners of each, by number. */
  readonly coalitions: ReadonlyArray<ReadonlyArray<number>>
}

const reader: ReadonlyArray<number> = []

/** Returns each half of some attackers. */
const halves = ({ vintages, coalitions }: Attackers): ReadonlyArray<Attackers> => {
  const halvesOf = <A>(all: ReadonlyArray<A>) => [all.slice(0, all.length >> 1), all.slice(all.length >> 1)]
  return vintages.length > 1
    ? halvesOf(vintages).map((half) => ({ vintages: half, coalitions }))
    : halvesOf(coalitions).map((half) => ({ vintages, coalitions: half }))
}

const isOne = ({ vintages, coalitions }: Attackers): boolean => vintages.length === 1 && coalitions.length === 1

/** This release and earlier ones as a group of attackers knows them, and who the attackers are. */
interface Knowers {
  readonly views: ReadonlyArray<JointView>
  /** What they know without this release. */
  readonly before: ReadonlyArray<JointView>
  readonly earlier: ReadonlyArray<VintageView>
  /** Names of the partners of each attacker. Undefined for a reader and all pairs of partners. */
  readonly only?: ReadonlyArray<ReadonlyArray<string>>
  /** Whether to judge a cell of a vintage. */
  readonly mayJudge: (vintage: number, cell: number) => boolean
}

/**
 * **High risk.** Attacks as readers and pairs of partners who know changes from one vintage to each other. First attacks as one attacker who knows what all
 * of them know: what is safe from this one is safe from all. Where it learns something, they are halved until each is alone. What one proves without this release
 * is not a finding, nor is a safe count that follows from their knowledge of changes.
 *
 * @param without all vintages without this release, this one first
 * @param asPartners whether to attack as partners too
 */
export const attackKnownChanges = (
  solver: LoadedSolver,
  now: JointView,
  without: ReadonlyArray<JointView>,
  earlier: ReadonlyArray<VintageView>,
  asPartners: boolean
): ReadonlyArray<number> => {
  const views = [now, ...earlier]
  const found = attackAll(solver, { views, before: without, earlier, mayJudge: () => true }, asPartners)
  if (!asPartners || found.length > 0) return found
  // Their own cells are the same without this release.
  const own = ownInVintages(views)
  const ownBefore = own.length === 0 ? [] : ownInVintages(without)
  return own.flatMap(({ coalitions, views: theirs, mayJudge }, g) =>
    attackAll(
      solver,
      { views: theirs, before: ownBefore[g]?.views ?? without, earlier, only: coalitions, mayJudge },
      true
    )
  )
}

/** All vintages as one system, with what connects them. */
interface JoinedVintages {
  readonly solver: LoadedSolver
  readonly whole: PartOfVintages
  readonly contributions: ReturnType<typeof jointContributions>
  /** Number of the first cell of each vintage. */
  readonly offsets: ReadonlyArray<number>
}

const joinedVintages = (solver: LoadedSolver, views: ReadonlyArray<JointView>): JoinedVintages => {
  const joint = joinVintages(views, "known changes", [])
  const contributions = jointContributions(joint, views, false)
  const offsets = offsetsOf(views.map(({ linked }) => linked.system))
  return { solver, whole: wholeOf(joint, contributions), contributions, offsets }
}

const numberOf = ({ offsets }: JoinedVintages, { release, cell }: CellOfRelease): number =>
  (offsets[release] as number) + cell

/** Returns which of these changes some attackers know, as ties of cells. */
const tiesFor = (
  joined: JoinedVintages,
  changes: ReadonlyArray<KnownChange>,
  { vintages, coalitions }: Attackers
): Ties => {
  const names = coalitions.map((coalition) => coalition.map((who) => joined.contributions?.names[who] as string))
  return tiesOf(changes, { vintages, coalitions: names }).map((set) => set.map((one) => numberOf(joined, one)))
}

/** Returns which of the cells fail in an attack with the combined knowledge of the attackers. */
const attackOn = (
  { solver }: JoinedVintages,
  part: PartOfVintages,
  { some, ties, cells }: { readonly some: Attackers; readonly ties: Ties; readonly cells: Iterable<number> }
) => {
  const { system, hidden, known, need, judge: mayJudge } = withTies(part, ties, some.coalitions)
  const marks = new Uint8Array(system.cells)
  for (const cell of cells) {
    const place = part.placeOf.get(cell) as number
    // An attacker who knows a change and one of the counts knows the other. Others may not.
    if (!isOne(some) || mayJudge[place] === 1) marks[place] = 1
  }
  const { narrow, undecided } = attack(solver, system, hidden, known, need, { judge: marks })
  const numbersOf = (places: Uint32Array) => Array.from(places, (place) => part.cells[place] as number)
  return { narrow: numbersOf(narrow), undecided: numbersOf(undecided) }
}

/** Returns the cells of all vintages to judge: those that earlier releases did not give away. */
const cellsToJudge = (
  { offsets }: JoinedVintages,
  { views, earlier, mayJudge }: Knowers,
  known: ReadonlyArray<KnownChange>
): ReadonlyArray<number> => {
  const unchanged = joinVintages(views, "known changes", tiesOf(known, { vintages: [], coalitions: [] }))
  const judge = judgeWithoutLost(unchanged, (views[0] as JointView).linked.system.cells, earlier)
  const isJudged = (cell: number) => {
    const vintage = offsets.findLastIndex((start) => start <= cell)
    return judge[cell] === 1 && mayJudge(vintage, cell - (offsets[vintage] as number))
  }
  return [...judge.keys()].filter(isJudged)
}

/** Attacks of growing knowledge, which share what they have found. */
const attackers = (joined: JoinedVintages, { views, before }: Knowers, known: ReadonlyArray<KnownChange>) => {
  const { solver, whole, contributions } = joined
  const ownCells = (views[0] as JointView).linked.system.cells
  /** Cells of this release to hide. */
  const found = new Set<number>()
  /** What readers prove without this release, by the vintage from which they know changes, and what some pairs do. */
  const givenToReader = views.map(() => new Set<number>())
  const givenToPairs = new Set<number>()
  let wholeBefore: PartOfVintages | undefined
  let following: ReturnType<typeof followsFromChanges> | undefined
  const report = (one: Attackers, failing: ReadonlyArray<number>): void => {
    const ties = tiesFor(joined, known, one)
    wholeBefore ??= wholeOf(joinVintages(before, "known changes", []), contributions)
    const proved = new Set(attackOn(joined, wholeBefore, { some: one, ties, cells: failing }).narrow)
    const given = one.coalitions[0]?.length === 0 ? givenToReader[one.vintages[0] as number] : givenToPairs
    for (const cell of proved) given?.add(cell)
    const open = failing.filter((cell) => !proved.has(cell))
    following ??= followsFromChanges(solver, views, whole, joined.offsets)
    const follows = following(open, one.coalitions[0] ?? reader, ties)
    const learned = open.filter((cell) => !follows.has(cell))
    if (learned.length === 0) return
    for (const cell of cellsToProtect(withTies(whole, ties, one.coalitions), learned, ownCells)) found.add(cell)
  }
  /** Leaves out what readers prove without this release: partners do too. */
  const withoutGiven = ({ vintages }: Attackers, cells: ReadonlyArray<number>) =>
    cells.filter((cell) => !vintages.every((vintage) => givenToReader[vintage]?.has(cell)))
  const attackAs = (some: Attackers, cells: ReadonlyArray<number>, part = whole, changes = known): void => {
    if (cells.length === 0) return
    const ties = tiesFor(joined, changes, some)
    const { narrow, undecided } = attackOn(joined, part, { some, ties, cells })
    const failing = [...narrow, ...undecided]
    if (failing.length === 0) return
    if (isOne(some)) {
      report(some, failing)
      return
    }
    const near = partAround(part, ties, failing)
    const isNear = (one: CellOfRelease) => near.placeOf.has(numberOf(joined, one))
    const nearChanges = changes.filter(({ less, more }) => isNear(less) && isNear(more))
    for (const half of halves(some)) attackAs(half, withoutGiven(half, failing), near, nearChanges)
  }
  return {
    found,
    givenToPairs,
    attackAs: (some: Attackers, cells: ReadonlyArray<number>) => attackAs(some, withoutGiven(some, cells))
  }
}

/** Attacks as each of these attackers. Returns cells of this release to hide from those who learn something. */
const attackAll = (solver: LoadedSolver, knowers: Knowers, asPartners: boolean): ReadonlyArray<number> => {
  const { views, only } = knowers
  const known = changesOf(views, "known changes")
  const joined = joinedVintages(solver, views)
  const { contributions } = joined
  const { found, givenToPairs, attackAs } = attackers(joined, knowers, known)
  const judged = cellsToJudge(joined, knowers, known)
  // Between two vintages, both know the same change.
  const vintages = views.length === 2 ? [0] : [...views.keys()]
  if (only === undefined) attackAs({ vintages, coalitions: [reader] }, judged)
  if (!asPartners || found.size > 0 || contributions === undefined) return [...found]
  const numbersOf = (names: ReadonlyArray<string>) => names.map((name) => contributions.names.indexOf(name))
  attackAs({ vintages, coalitions: only?.map(numbersOf) ?? partnerPairs(contributions.partners) }, judged)
  if (only !== undefined) return [...found]
  // What two attackers prove without this release, one of them alone may not.
  const alone = Array.from({ length: contributions.partners }, (_, who) => [who])
  attackAs({ vintages, coalitions: alone }, [...givenToPairs])
  return [...found]
}
