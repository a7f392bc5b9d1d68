/** Makes a statutory return of published cells of an edition. */
import { Effect, Schema } from "effect"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { flowsWithoutTotals } from "../history/cellLines.ts"
import { retractedEdition } from "../history/editions.ts"
import { isPrivateMethod } from "../history/privateMethods.ts"
import { releasesIn } from "../history/Release.ts"
import { readLedger } from "../ledger/Ledger.ts"
import { citationOf } from "../published/citationOf.ts"
import type { PublishedTable } from "../published/PublishedTable.ts"
import { latestEdition, type PublishedRelease, readReleases } from "../published/readPublished.ts"
import { readTable } from "../published/readTable.ts"
import { fileNameOf } from "../publisher/tableFiles.ts"
import { glotip } from "./glotip.ts"
import { readPopulation } from "./population.ts"
import type { StatutoryReturn } from "./StatutoryReturn.ts"
import { sdg1622 } from "./sdg1622.ts"

export const statutoryReturns: ReadonlyMap<string, StatutoryReturn> = new Map(
  [sdg1622, glotip].map((one) => [one.name, one])
)

/** The return cannot be made; `message` says why. */
export class ReturnRefused extends Schema.TaggedError<ReturnRefused>()("ReturnRefused", { message: Schema.String }) {}

/** Returns whether a table counts all persons of its cube, so that its cells may be added up: not those with one label, such as of a panel, only. */
const isOfAll = ({ name }: PublishedTable, choices: ReadonlyArray<TableChoice>): boolean =>
  choices.some((choice, c) => fileNameOf(choices, c) === name && Object.keys(choice.where).length === 0)

const editionOf = (releases: ReadonlyArray<PublishedRelease>, number: number | undefined) =>
  number === undefined ? latestEdition(releases) : releases.find(({ release }) => release === number)

const editionMissing = (releases: ReadonlyArray<PublishedRelease>): string => {
  const { edition, retraction } = retractedEdition(releases) ?? {}
  return edition === undefined || retraction === undefined
    ? "There is no edition yet."
    : `Edition ${edition.version} was retracted on ${retraction.at.slice(0, 10)}, and there is no other.`
}

/** Countries that tables have as labels. */
const countriesIn = (tables: ReadonlyArray<PublishedTable>): ReadonlyArray<string> => [
  ...new Set(
    tables.flatMap(({ columns }) =>
      columns
        .filter(({ name }) => name === "country")
        .flatMap(({ values }) => values.filter((label) => countryByAlpha3(label)))
    )
  )
]

/**
 * Returns a return's rows, and the edition that they come from. `release`: default the latest edition. `countries`: if there are none, all of the
 * edition, and all countries together.
 */
export const makeReturn = Effect.fn("makeReturn")(function* (
  own: StatutoryReturn,
  {
    year,
    release,
    countries
  }: { readonly year: number; readonly release: number | undefined; readonly countries: ReadonlyArray<string> }
) {
  const { releases, moments } = yield* readReleases()
  const found = editionOf(releases, release)
  if (found?.edition === undefined)
    return yield* new ReturnRefused({
      message:
        release === undefined
          ? editionMissing(releases)
          : `Release ${release} is not an edition; only an edition has all combinations with records.`
    })
  if (found.state === "retracted")
    return yield* new ReturnRefused({ message: `Release ${found.release} was retracted.` })
  if (isPrivateMethod(found.method))
    return yield* new ReturnRefused({
      message: `The figures of release ${found.release} have noise and cannot be returned as counts.`
    })
  const strange = countries.filter((country) => countryByAlpha3(country) === undefined)
  if (strange.length > 0)
    return yield* new ReturnRefused({ message: "--country takes ISO 3166-1 alpha-3 codes of countries, such as RUS." })
  const recorded = releasesIn(yield* readLedger()).find((one) => one.release === found.release)
  const choices = recorded?.choices ?? [flowsWithoutTotals]
  const cubeOf = ({ table }: PublishedTable) => releaseTables.get(table)?.cube.name ?? ""
  const tables = (yield* Effect.forEach(found.tables, (name) => readTable(found, name, moments))).filter(
    (table) => isOfAll(table, choices) && own.cubes.includes(cubeOf(table))
  )
  const byCube = Map.groupBy(tables, cubeOf)
  const wanted = countries.length > 0 ? countries : [totalLabel, ...countriesIn(tables)]
  return {
    rows: own.rows({ year, countries: wanted, tables: byCube, population: readPopulation() }),
    source: {
      edition: `${found.edition.name} ${found.edition.version}`,
      release: found.release,
      invented: found.invented,
      citation: citationOf(
        tables.map(({ title }) => title),
        found
      )
    }
  }
})
