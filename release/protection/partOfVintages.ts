import { type Contributions, strongestKnowledge } from "@corridor/disclosure/attack/insiders"
import { type JointReleases, jointReleases, type ReleaseView } from "@corridor/disclosure/protect/JointReleases"
import type { Need } from "@corridor/disclosure/system/LinkedSystem"
import { cellsAround, partOf } from "@corridor/disclosure/system/partAround"

/** Some cells of all vintages, and what is known of them apart from changes. */
export interface PartOfVintages extends ReleaseView {
  /** Their numbers among the cells of all vintages, ascending. */
  readonly cells: Uint32Array
  readonly placeOf: ReadonlyMap<number, number>
  readonly need: Need
  readonly contributions: Contributions | undefined
}

/** Cells of all vintages, by their numbers. The difference of each to the next is known. */
export type Ties = ReadonlyArray<ReadonlyArray<number>>

const placesOf = (cells: Uint32Array) => new Map(Array.from(cells, (cell, place) => [cell, place] as const))

/** Returns all cells of joined vintages. */
export const wholeOf = (joint: JointReleases, contributions: Contributions | undefined): PartOfVintages => {
  const cells = Uint32Array.from(joint.hidden.keys())
  return { ...joint, linked: joint, cells, placeOf: placesOf(cells), contributions }
}

const contributionsTo = (cells: Uint32Array, all: Contributions): Contributions => {
  const lists = Array.from(cells, (cell) => [all.start[cell] as number, all.start[cell + 1] as number] as const)
  const start = new Uint32Array(cells.length + 1)
  for (const [place, [from, to]] of lists.entries()) start[place + 1] = (start[place] as number) + to - from
  return {
    partners: all.partners,
    start,
    partner: Uint32Array.from(lists.flatMap(([from, to]) => [...all.partner.subarray(from, to)])),
    count: Float64Array.from(lists.flatMap(([from, to]) => [...all.count.subarray(from, to)])),
    present: new Map(
      Array.from(cells, (cell, place) => [place, all.present?.get(cell) ?? []] as const).filter(
        ([, who]) => who.length > 0
      )
    )
  }
}

/** Returns the ties of which this part has every cell, by place. */
const placed = ({ placeOf }: PartOfVintages, ties: Ties): Ties =>
  ties.flatMap((set) => {
    const places = set.flatMap((cell) => placeOf.get(cell) ?? [])
    return places.length === set.length ? [places] : []
  })

/** Returns the cells on which it depends what an attacker learns of some who knows these ties or fewer. */
export const partAround = (whole: PartOfVintages, ties: Ties, some: ReadonlyArray<number>): PartOfVintages => {
  const { hidden, known, need, contributions } = whole
  const { system } = whole.linked
  const isUnknown = (place: number) => hidden[place] !== 0 || system.unshown[place] === 1
  const around = some.map((cell) => whole.placeOf.get(cell) as number)
  const places = cellsAround(system, isUnknown, placed(whole, ties), around)
  const cells = places.map((place) => whole.cells[place] as number)
  const pick = (from: Float64Array) => Float64Array.from(places, (place) => from[place] as number)
  return {
    cells,
    placeOf: placesOf(cells),
    linked: { system: partOf(system, places) },
    hidden: Uint8Array.from(places, (place) => hidden[place] as number),
    known: { low: pick(known.low), high: pick(known.high) },
    need: { width: pick(need.width), reach: pick(need.reach), small: need.small },
    contributions: contributions && contributionsTo(places, contributions)
  }
}

/** Returns the cells with ties, as an attacker knows them who is each of these coalitions. */
export const withTies = (
  part: PartOfVintages,
  ties: Ties,
  coalitions: ReadonlyArray<ReadonlyArray<number>>
): JointReleases => {
  const { contributions, known, need } = part
  const own = contributions === undefined ? known : strongestKnowledge(known, contributions, coalitions)
  return jointReleases({ ...part, known: own }, [], [need], {
    ...{ threshold: need.small, grows: false, comparisons: [] },
    ties: placed(part, ties).map((set) => set.map((cell) => ({ release: 0, cell })))
  })
}
