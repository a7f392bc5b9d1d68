/** A table with series for the trend view. */
export interface SeriesName {
  readonly table: string
  readonly title: string
  /** The kind of record that it counts. */
  readonly kind: string
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
  /** Labels of several dimensions as one phrase, such as "Sexual exploitation, under 18, female". */
  readonly phrase: (dimensions: ReadonlyArray<string>, labels: ReadonlyArray<string>) => string
  /** A route as its places with arrows in between. */
  readonly route: (label: string) => string
}

const placeDimensions = ["origin", "destination", "country"]

/** Returns a name as it is within a sentence. Abbreviations and names of places stay as they are. */
export const withinSentence = (dimension: string, name: string): string =>
  dimension === "corridor" || placeDimensions.includes(dimension) || /^\p{L}\p{Lu}/u.test(name)
    ? name
    : `${name.charAt(0).toLowerCase()}${name.slice(1)}`

/** Returns the names of a language. `total` is the word for all values. A label without a name is shown as it is. */
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
  const label = (dimension: string, own: string) => {
    if (own === "Total") return total
    if (placeDimensions.includes(dimension)) return file.codes["any"]?.[own] ?? place(own)
    if (dimension === "corridor") return route(own)
    // Those who know a person, such as CivilSociety+Government.
    if (dimension === "history")
      return own
        .split("+")
        .map((group) => file.codes[dimension]?.[group] ?? group)
        .join(" + ")
    if (dimension === "year") return own.replace(/^(\d{4})-(\d{4})$/, "$1–\u2060$2")
    return file.codes[dimension]?.[own] ?? file.codes["any"]?.[own] ?? own
  }
  return {
    ...file,
    place,
    route,
    label,
    phrase: (dimensions, labels) =>
      dimensions
        .map((dimension, i) => {
          const name = label(dimension, labels[i] as string)
          return i === 0 ? name : withinSentence(dimension, name)
        })
        .join(", ")
  }
}
