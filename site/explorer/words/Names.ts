/** A table with series for the trend view. */
export interface SeriesName {
  readonly table: string
  readonly title: string
  /** The kind of record that it counts. */
  readonly kind: string
  readonly isMonthly: boolean
}

/** Names of labels in one language. The server generates the file from the code lists. */
export interface NameFile {
  /** Countries by alpha-3 and first-level regions by ISO 3166-2. */
  readonly places: Readonly<Record<string, string>>
  /** Names of codes by dimension. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The tables of the trend view. */
  readonly series: ReadonlyArray<SeriesName>
  /** Policy events. */
  readonly milestones: ReadonlyArray<{ readonly code: string; readonly date: string; readonly label: string }>
  /** Names of months, long and short. */
  readonly months: ReadonlyArray<string>
  readonly shortMonths: ReadonlyArray<string>
  readonly pilots: ReadonlyArray<{ readonly region: string; readonly roles: ReadonlyArray<string> }>
}

export interface Names extends NameFile {
  /** The name of a country, a region or an M49 group (whose label starts with its number). */
  readonly place: (label: string) => string
  /** The name of a label of a dimension. */
  readonly label: (dimension: string, label: string) => string
  /** A route as its places with arrows in between. */
  readonly route: (label: string) => string
}

const placeDimensions = ["origin", "destination", "country"]

export const toNames = (file: NameFile, total: string): Names => {
  // An unknown region of a country, such as RUS-NotKnown, is named by both.
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
