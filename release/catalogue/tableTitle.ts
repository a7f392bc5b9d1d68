/** Titles of tables that have other dimensions than usual, as a request or a second choice of the same table may. */
import { type ReleaseTable, releaseTables } from "./releaseTables.ts"

/** Words for dimensions in a title; none for the panel, which the end of the title names. */
const dimensionWords: Readonly<Record<string, string>> = {
  origin: "origin",
  destination: "destination",
  corridor: "route",
  year: "period",
  country: "country",
  sex: "sex",
  age_group: "age group",
  form: "form of exploitation",
  risk_group: "risk group",
  citizenship: "citizenship",
  nationality: "citizenship of the country of exploitation or of another",
  assistance_type: "kind of assistance",
  offence_article: "article",
  stage: "stage",
  record_kind: "kind of record",
  history: "groups of partners"
}

/** Words for a route of which a table has only a part. */
const routeWords: Readonly<Record<string, string>> = {
  begins: "beginning of the route",
  via: "country of transit",
  via_first_level: "first-level region of transit"
}

const countedIn = ({ counted, title }: ReleaseTable): string => counted ?? title.replace(/,? by .*/, "")

/** What titles are made of, each of which is translated on its own. */
export const titlePhrases: ReadonlyArray<string> = [
  ...new Set([
    ...[...releaseTables.values()].map(countedIn),
    ...Object.values(dimensionWords),
    ...Object.values(routeWords)
  ])
]

/**
 * Returns the title of a table of the catalogue with some dimensions: its usual title, or, if they are not the usual ones, what is counted "by"
 * each of them. Its name, if the catalogue lacks it.
 */
export const tableTitle = (name: string, dimensions: ReadonlyArray<string> | undefined): string => {
  const own = releaseTables.get(name)
  if (own === undefined) return name
  const isUsual =
    dimensions === undefined ||
    (dimensions.length === own.by.length && own.by.every((dimension) => dimensions.includes(dimension)))
  if (isUsual) return own.title
  const route = routeWords[own.levels["corridor"]?.[0] ?? ""]
  const by = dimensions.flatMap((one) => (one === "corridor" ? route : undefined) ?? dimensionWords[one] ?? [])
  const [, ...rest] = own.title.split("; ")
  return [`${countedIn(own)} by ${by.join(", ")}`, ...rest].join("; ")
}
