/**
 * Standing editions: the releases that readers see unless they name another. An edition belongs to a named series, has a version, and keeps
 * the tables, dimensions and years of the edition before, or states why not. Every other release has only its own address: the answer to
 * a request, figures with noise, a part of the tables.
 */
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { isPrivateMethod } from "./privateMethods.ts"
import type { ReleaseCell } from "./ReleaseCell.ts"
import type { Retraction } from "./Retraction.ts"

/** The series that readers see by default. */
export const mainSeries = "main"

/** With the flag `u`, descriptions of the API have it too. */
export const seriesName = /^[a-z][a-z0-9-]{0,30}$/u

export interface Edition {
  /** Name of the series. */
  readonly name: string
  /** From 1, in the order of publication. */
  readonly version: number
  /** Why it lacks tables, dimensions or years of the previous edition; empty if it lacks none. */
  readonly reason: string
  /** Whether it is the newest edition of its series that is not retracted. */
  readonly latest: boolean
}

/** What the ledger records of a new release: its series, or null if it is not an edition. */
export interface EditionMark {
  readonly name: string
  readonly reason: string
}

/** A release that is or was public. */
export interface EditionCandidate {
  readonly release: number
  readonly state: string
  readonly method: string
  /** Dimensions by name of the table. */
  readonly tables: ReadonlyMap<string, ReadonlyArray<string>>
  /** Undefined for releases from before editions. */
  readonly mark: EditionMark | null | undefined
  /** Whether it was made for a request. */
  readonly isAnswer: boolean
}

type Tables = EditionCandidate["tables"]

/** Returns the tables and dimensions that `now` lacks, such as `table victims` and `dimension form of victims`. */
export const droppedTables = (before: Tables, now: Tables): ReadonlyArray<string> =>
  [...before].flatMap(([name, dimensions]) => {
    const own = now.get(name)
    if (own === undefined) return [`table ${name}`]
    return dimensions.filter((one) => !own.includes(one)).map((one) => `dimension ${one} of ${name}`)
  })

/** Labels of years by table. */
type Years = ReadonlyMap<string, ReadonlySet<string>>

/** Returns the years of each table. `nameOf` returns the table of a choice. */
export const yearsOf = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<ReleaseCell>,
  nameOf: (choice: number) => string
): Years => {
  const found = new Map<string, Set<string>>()
  for (const { choice, labels } of cells) {
    const year = /^\d{4}/.exec(labels[choices[choice]?.by.indexOf("year") ?? -1] ?? "")?.[0]
    const name = nameOf(choice)
    if (year !== undefined) found.set(name, (found.get(name) ?? new Set()).add(year))
  }
  return found
}

/** Returns the years that tables of both lack now, such as `2003 of flows`. */
export const droppedYears = (before: Years, now: Years): ReadonlyArray<string> =>
  [...before].flatMap(([name, years]) => {
    const own = now.get(name)
    return own === undefined ? [] : [...years].filter((year) => !own.has(year)).map((year) => `${year} of ${name}`)
  })

/** Returns the edition of each release that is one, by number. Releases from before editions are editions unless they lack something. */
export const editionsOf = (releases: ReadonlyArray<EditionCandidate>): ReadonlyMap<number, Edition> => {
  const found = new Map<number, Omit<Edition, "latest">>()
  const latest = new Map<string, EditionCandidate>()
  const versions = new Map<string, number>()
  for (const release of releases.toSorted((a, b) => a.release - b.release)) {
    const { mark, isAnswer, method, tables } = release
    const before = latest.get(mainSeries)
    const isMain =
      !isAnswer &&
      !isPrivateMethod(method) &&
      (before === undefined || droppedTables(before.tables, tables).length === 0)
    const own = mark === undefined ? (isMain ? { name: mainSeries, reason: "" } : null) : mark
    if (own === null) continue
    const version = (versions.get(own.name) ?? 0) + 1
    versions.set(own.name, version)
    found.set(release.release, { ...own, version })
    if (release.state === "published") latest.set(own.name, release)
  }
  return new Map(
    [...found].map(([number, own]) => [number, { ...own, latest: latest.get(own.name)?.release === number }])
  )
}

/** What the edition that was retracted last is found by. */
interface MaybeRetracted {
  readonly edition: Edition | null | undefined
  readonly retraction: Retraction | null | undefined
}

/** Returns the edition of a series that was retracted last; undefined if the series has an edition that is not retracted, or none at all. */
export const retractedEdition = <One extends MaybeRetracted>(
  releases: ReadonlyArray<One>,
  name: string = mainSeries
): One | undefined => {
  const own = releases.filter(({ edition }) => edition?.name === name)
  return own.some(({ edition }) => edition?.latest)
    ? undefined
    : // Of two in the same second the newer one was first: until then, the older one was not the latest.
      own
        .toReversed()
        .toSorted((a, b) => (a.retraction?.at ?? "").localeCompare(b.retraction?.at ?? ""))
        .at(-1)
}
