/** A table that is offered as a series. */
export interface SeriesName {
  readonly table: string
  readonly title: string
  /** Kind of record that it is counted from. */
  readonly kind: string
  readonly isMonthly: boolean
}

/** Names of labels in one language: a file that the server makes of the code lists. */
export interface NameFile {
  /** Countries by alpha-3 and first-level regions by ISO 3166-2. */
  readonly places: Readonly<Record<string, string>>
  /** Names of codes by dimension. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Tables that are offered as series of the trend view. */
  readonly series: ReadonlyArray<SeriesName>
  /** Events of policy: when, and what. */
  readonly milestones: ReadonlyArray<{ readonly code: string; readonly date: string; readonly label: string }>
  /** Months of the year, long and short. */
  readonly months: ReadonlyArray<string>
  readonly shortMonths: ReadonlyArray<string>
  /** Roles that the programme expected of regions. */
  readonly pilots: ReadonlyArray<{ readonly region: string; readonly roles: ReadonlyArray<string> }>
}

export interface Names extends NameFile {
  /** A country, a region, or a group of M49, whose label has its number in front. */
  readonly place: (label: string) => string
  /** A label of a dimension. */
  readonly label: (dimension: string, label: string) => string
  /** Places of a route with arrows between. */
  readonly route: (label: string) => string
}

const placeDimensions = ["origin", "destination", "country"]

export const toNames = (file: NameFile, total: string): Names => {
  // What is not known of a country, RUS-NotKnown, is named by both.
  const place = (label: string): string =>
    file.places[label] ??
    (label.endsWith("-NotKnown")
      ? `${place(label.slice(0, -9))}: ${file.codes["any"]?.["NotKnown"] ?? ""}`
      : label.replace(/^\d{3} /, ""))
  const route = (label: string) =>
    label
      .replace(/^(?:begins|via) /, "")
      .split(" > ")
      .map(place)
      .join(" → ")
  return {
    ...file,
    place,
    route,
    label: (dimension, label) => {
      if (label === "Total") return total
      if (placeDimensions.includes(dimension)) return file.codes["any"]?.[label] ?? place(label)
      if (dimension === "corridor") return route(label)
      return file.codes[dimension]?.[label] ?? file.codes["any"]?.[label] ?? label
    }
  }
}
