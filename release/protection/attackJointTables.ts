/**
 * **High risk.** Attack on the tables of each vintage as margins of one joint table. What another vintage publishes of a table counts as published of
 * this one, if the attacker knows by how much the counts differ.
 */
import type { Contributions } from "@corridor/disclosure/attack/insiders"
import { partnerPairs } from "@corridor/disclosure/attack/insiders"
import { attackImplied, type ImpliedAttack } from "@corridor/disclosure/implied/attackImplied"
import { cellsSharingPersons } from "@corridor/disclosure/implied/cellsSharingPersons"
import type { KnownChange } from "@corridor/disclosure/protect/knownChanges"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Hidden } from "@corridor/disclosure/system/LinkedSystem"
import { changesOf } from "./knownChanges.ts"
import type { JointView, VintageView } from "./VintageView.ts"

/** Names of one or two partners; none for a reader. */
type Coalition = ReadonlyArray<string>

/** Returns whether one of these attackers knows a change; everybody knows a change that a reader does. */
const isKnownTo =
  (coalitions: ReadonlyArray<Coalition>) =>
  ({ by }: KnownChange): boolean =>
    by.some((some) => some.length === 0 || coalitions.some((own) => some.every((who) => own.includes(who))))

/** Returns what stays hidden of a vintage from those who know these changes. */
const hiddenBy = (views: ReadonlyArray<JointView>, at: number, changes: ReadonlyArray<KnownChange>): Hidden => {
  const hidden = (views[at] as JointView).hidden.slice()
  for (const { less, more } of changes)
    for (const [own, other] of [
      [less, more],
      [more, less]
    ] as const)
      if (own.release === at && views[other.release]?.hidden[other.cell] === 0) hidden[own.cell] = 0
  return hidden
}

/** Returns the contributions of these partners alone. */
const contributionsOf = (view: JointView, coalition: Coalition): Contributions | undefined => {
  const { contributions: all, partners } = view
  if (all === undefined || coalition.length === 0) return undefined
  const numbers = coalition.flatMap((name) => (partners.includes(name) ? [partners.indexOf(name)] : []))
  const start = new Uint32Array(all.start.length)
  const [partner, count]: [Array<number>, Array<number>] = [[], []]
  for (let cell = 0; cell + 1 < start.length; cell++) {
    for (let at = all.start[cell] as number; at < (all.start[cell + 1] as number); at++) {
      const who = numbers.indexOf(all.partner[at] as number)
      if (who < 0) continue
      partner.push(who)
      count.push(all.count[at] as number)
    }
    start[cell + 1] = partner.length
  }
  return { partners: numbers.length, start, partner: Uint32Array.from(partner), count: Float64Array.from(count) }
}

/** The vintages with this release or without it, one of them under attack, and the changes that somebody knows. */
interface Attacked {
  readonly solver: LoadedSolver
  readonly views: ReadonlyArray<JointView>
  readonly at: number
  readonly changes: ReadonlyArray<KnownChange>
}

/** Attacks as these attackers, each with the changes that one of them knows. */
const attackAs = (
  { solver, views, at, changes }: Attacked,
  coalitions: ReadonlyArray<Coalition>,
  contributions: Contributions | undefined,
  mayJudge: (cell: number) => boolean
): ImpliedAttack => {
  const { linked, known, need } = views[at] as JointView
  const hidden = hiddenBy(views, at, changes.filter(isKnownTo(coalitions)))
  const judge = hidden.map((mark, cell) => (mark !== 0 && (need.width[cell] as number) > 0 && mayJudge(cell) ? 1 : 0))
  const target = { system: linked.system, hidden, known, need, judge }
  return attackImplied(solver, linked.finer.tables, target, contributions)
}

/**
 * Returns the cells of this release to hide, so that what was learned of a vintage is not: those cells themselves, and cells with persons in common whose
 * count this release alone reveals.
 */
const cellsToHide = (
  { views, at, changes }: Attacked,
  { made }: ImpliedAttack,
  learned: ReadonlySet<number>
): ReadonlyArray<number> => {
  const [now, attacked] = [views[0] as JointView, views[at] as JointView]
  const { unshown, value } = now.linked.system
  const isShownHere = (cell: number) =>
    now.hidden[cell] === 0 && now.isDisclosed[cell] === 0 && unshown[cell] === 0 && (value[cell] as number) > 0
  const here = new Map<number, number>()
  if (at === 0) for (const cell of now.hidden.keys()) here.set(cell, cell)
  else
    for (const { less, more } of changes) {
      const [own, other] = less.release === 0 ? [less, more] : [more, less]
      if (own.release === 0 && other.release === at) here.set(other.cell, own.cell)
    }
  const isOpen = (cell: number) => isShownHere(here.get(cell) ?? -1)
  const sharing = made === undefined ? [] : cellsSharingPersons(made, isOpen, learned)
  const open = [...here.keys()].filter(isOpen)
  const smallest = open.sort(
    (a, b) => (attacked.linked.system.value[a] as number) - (attacked.linked.system.value[b] as number)
  )
  const near = sharing.length > 0 ? sharing : smallest.slice(0, 1)
  const cells = [...(at === 0 ? learned : []), ...near.map((cell) => here.get(cell) as number)]
  if (cells.length > 0) return cells
  // All counts are hidden: which rows there are reveals it. A cell that is hidden already says that hiding does not help.
  return [now.hidden.findIndex((mark, cell) => mark !== 0 && unshown[cell] === 0)]
}

/** Attacks one vintage. Returns cells of this release to hide. */
const attackVintage = (one: Attacked, before: Attacked, lost: Uint8Array | undefined): ReadonlyArray<number> => {
  const view = one.views[one.at] as JointView
  const names = view.partners
  const pairs = view.contributions === undefined ? [] : partnerPairs(names.length)
  const coalitions = pairs.map((pair) => pair.map((who) => names[who] as string))
  const everybody: ReadonlyArray<Coalition> = [[], ...coalitions]
  const all = attackAs(one, everybody, view.contributions, (cell) => lost?.[cell] !== 1)
  if (all.failing.length === 0) return []
  const found = new Set<number>()
  for (const coalition of everybody) {
    const as = (attacked: Attacked, cells: ReadonlyArray<number>) =>
      attackAs(attacked, [coalition], contributionsOf(view, coalition), (cell) => cells.includes(cell))
    const own = as(one, all.failing)
    if (own.failing.length === 0) continue
    const proved = as(before, own.failing).failing
    const learned = new Set(own.failing.filter((cell) => !proved.includes(cell)))
    if (learned.size > 0) for (const cell of cellsToHide(one, own, learned)) found.add(cell)
    // What readers learn, partners do too.
    if (coalition.length === 0 && found.size > 0) break
  }
  return [...found]
}

/**
 * Attacks each vintage as margins of one joint table, as a reader and as each pair of partners, with what the other vintages publish of counts whose change
 * they know. Returns cells of this release to hide. What an attacker proves without this release is no finding.
 *
 * @param without all vintages without this release, this one first
 */
export const attackJointTables = (
  solver: LoadedSolver,
  now: JointView,
  without: ReadonlyArray<JointView>,
  earlier: ReadonlyArray<VintageView>
): ReadonlyArray<number> => {
  if (earlier.length === 0 || now.linked.finer.tables.length === 0) return []
  const views = [now, ...earlier]
  const changes = changesOf(views, "known changes")
  const marginsOf = ({ linked }: JointView) => linked.finer.tables.reduce((sum, { margins }) => sum + margins.length, 0)
  for (const [at, view] of views.entries()) {
    const before = without[at] as JointView
    const revealed = hiddenBy(views, at, changes)
    const known = at === 0 ? now.hidden : hiddenBy(without, at, changes)
    // Of this vintage, what follows without the others is attacked already; of others, what follows without this release.
    const isSame = revealed.every((mark, cell) => mark === known[cell])
    if (isSame && (at === 0 || marginsOf(view) === marginsOf(before))) continue
    const cells = attackVintage(
      { solver, views, at, changes },
      { solver, views: without, at, changes },
      earlier[at - 1]?.lost
    )
    if (cells.length > 0) return cells
  }
  return []
}
