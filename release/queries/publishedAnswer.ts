/**
 * Whether the latest edition, or an answer to a request, already shows what is asked. It compares the choices and selects cells as they were published; no count of the
 * vintage is read, so such an answer discloses nothing and costs nothing.
 */
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { dimensionOf } from "../catalogue/Cube.ts"
import { isAtLevel, nestedLevels } from "../catalogue/nestedLevels.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { flowsWithoutTotals, readDisclosedCells } from "../history/cellLines.ts"
import { cubeNameOf, type DisclosedCell, isSelected } from "../history/Disclosure.ts"
import { mainSeries } from "../history/editions.ts"
import { type Release, releasesIn } from "../history/Release.ts"
import { isExactMethod } from "../history/readDisclosures.ts"
import type { LedgerEntry, PublishedCells } from "../ledger/LedgerEntry.ts"
import { latestEditionIn } from "../publisher/Releases.ts"
import { fileNameOf } from "../publisher/tableFiles.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import type { Vintage } from "../vintage/Vintages.ts"

interface Asked {
  readonly choice: TableChoice
  readonly profile: Profile
}

export interface PublishedAnswer {
  /** Where the cells are. */
  readonly published: PublishedCells
  readonly invented: boolean
  /** The cells, with the labels of the choice that is asked. */
  readonly cells: ReadonlyArray<DisclosedCell>
}

const isSame = (a: ReadonlyArray<string>, b: ReadonlyArray<string>) =>
  a.length === b.length && a.every((one) => b.includes(one))

/** Returns whether a table has every cell of the choice, or a reason why it cannot: another cube, dimension, level, filter, sum or year. */
const hasAllCells = (own: TableChoice, asked: TableChoice): boolean => {
  const cube = releaseTables.get(own.table)?.cube
  if (cube === undefined || cubeNameOf(own) !== cubeNameOf(asked) || (asked.margins && !own.margins)) return false
  const hasYears = (limit: number | null, wanted: number | null, isInside: (a: number, b: number) => boolean) =>
    limit === null || (wanted !== null && isInside(wanted, limit))
  if (!hasYears(own.from, asked.from, (a, b) => a >= b) || !hasYears(own.to, asked.to, (a, b) => a <= b)) return false
  if (Object.entries(own.where).some(([name, label]) => asked.where[name] !== label)) return false
  if (!own.by.every((name) => asked.by.includes(name) || (own.margins && dimensionOf(cube, name)?.adds === true)))
    return false
  return asked.by.every((name) => {
    const [levels, wanted] = [own.levels[name] ?? [], asked.levels[name] ?? []]
    if (!own.by.includes(name) || !wanted.every((level) => levels.includes(level))) return false
    if (wanted.includes("period") && own.period !== asked.period) return false
    const nested = nestedLevels[dimensionOf(cube, name)?.kind ?? "code"]
    // Labels of overlapping levels do not say which level they are of.
    return isSame(levels, wanted) || levels.every((level) => nested.includes(level))
  })
}

/** Returns a test of whether a cell of the table is one of the choice. */
const isAsked = (own: TableChoice, asked: TableChoice) => {
  const cube = releaseTables.get(own.table)?.cube
  const places = asked.by.map((name) => own.by.indexOf(name))
  return (labels: ReadonlyArray<string>): boolean => {
    const wanted = places.map((d) => labels[d] as string)
    const isAtLevels = asked.by.every((name, d) => {
      const label = wanted[d] as string
      if (label === totalLabel) return asked.margins
      const levels = asked.levels[name] ?? []
      if (isSame(own.levels[name] ?? [], levels)) return true
      const kind = (cube === undefined ? undefined : dimensionOf(cube, name)?.kind) ?? "code"
      return levels.some((level) => isAtLevel(kind, label, level, asked.period))
    })
    const isSum = own.by.every((name, d) => asked.by.includes(name) || labels[d] === totalLabel)
    return isAtLevels && isSum && isSelected(asked, wanted)
  }
}

/** Returns the labels that select the cells of the choice in the table; a dimension whose labels are all requested is left out. */
const selectingLabels = (own: TableChoice, all: ReadonlyArray<DisclosedCell>, some: ReadonlyArray<DisclosedCell>) =>
  Object.fromEntries(
    own.by.flatMap((name, d) => {
      const labelsOf = (cells: ReadonlyArray<DisclosedCell>) => new Set(cells.map(({ labels }) => labels[d] as string))
      const wanted = labelsOf(some)
      return wanted.size === labelsOf(all).size ? [] : [[name, [...wanted].toSorted()] as const]
    })
  )

/** Where cells may be: a release, and which edition it is. */
interface Source {
  readonly release: Release
  readonly edition?: { readonly series: string; readonly version: number }
}

/** Returns the cells of one release that are what is asked under this profile; undefined if none of its tables has all of them. */
const cellsOf = Effect.fn("publishedAnswer.cellsOf")(function* (
  { release, edition }: Source,
  { choice: asked, profile }: Asked
) {
  const isSameRules = release.profile === profile.name && release.profileVersion === profile.version
  if (!isSameRules || !isExactMethod(release.method)) return undefined
  const { choices = [flowsWithoutTotals] } = release
  const c = choices.findIndex((own) => hasAllCells(own, asked))
  const own = choices[c]
  if (own === undefined) return undefined
  const all = readDisclosedCells(yield* readContent(release.content)).filter(({ choice }) => choice === c)
  const test = isAsked(own, asked)
  const some = all.filter(({ labels }) => test(labels))
  const suppressed = some.filter(({ shown }) => shown.state === "suppressed").length
  if (some.length === 0) return undefined
  const places = asked.by.map((name) => own.by.indexOf(name))
  return {
    published: {
      release: release.release,
      ...edition,
      table: fileNameOf(choices, c),
      labels: selectingLabels(own, all, some),
      cells: some.length,
      suppressed
    },
    invented: release.invented,
    cells: some.map(({ labels, shown }) => ({ choice: 0, labels: places.map((d) => labels[d] as string), shown }))
  } satisfies PublishedAnswer
})

/** Returns the latest edition, and then the answers to requests, newest first. */
const sourcesIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<Source> => {
  const latest = latestEditionIn(entries, mainSeries)
  const edition = latest && { series: latest.edition.name, version: latest.edition.version }
  return [
    ...(latest === undefined || edition === undefined ? [] : [{ release: latest.release, edition }]),
    ...releasesIn(entries)
      .filter(({ state, edition: mark }) => state === "published" && mark === null)
      .toReversed()
      .map((release) => ({ release }))
  ]
}

/**
 * Returns the cells of the latest edition, or of an answer to a request, that are what is asked of this vintage under this profile, suppressed or
 * not; undefined if no table has all of them.
 */
export const publishedCells = Effect.fn("publishedCells")(function* (
  asked: Asked,
  vintage: Vintage | undefined,
  entries: ReadonlyArray<LedgerEntry>
) {
  let suppressed: PublishedAnswer | undefined
  for (const source of sourcesIn(entries)) {
    if (source.release.vintage !== vintage?.vintage) continue
    const found = yield* cellsOf(source, asked)
    if (found !== undefined && !isAllSuppressed(found)) return found
    suppressed ??= found
  }
  return suppressed
})

/** Returns whether every cell is suppressed. */
export const isAllSuppressed = ({ published }: PublishedAnswer): boolean => published.suppressed === published.cells

/** Returns the published cells that answer what is asked; undefined if no table has all of them, or all are suppressed. */
export const publishedAnswer = Effect.fn("publishedAnswer")(function* (...asked: Parameters<typeof publishedCells>) {
  const found = yield* publishedCells(...asked)
  return found === undefined || isAllSuppressed(found) ? undefined : found
})
