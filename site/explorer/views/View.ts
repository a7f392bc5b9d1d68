import type { Language } from "../../../schemas/Languages.ts"
import type { Cell, Overview, Table } from "../cells/Table.ts"
import type { Picture } from "../drawings/Picture.ts"
import type { FilterName, Filters, ViewName } from "../state/State.ts"
import type { Names } from "../words/Names.ts"
import type { Translate, WordKey } from "../words/Words.ts"

/** The input of a view. */
export interface ViewProps {
  /** The view's tables that the release has, by name. */
  readonly tables: ReadonlyMap<string, Table>
  readonly filters: Filters
  readonly t: Translate
  readonly names: Names
  readonly language: Language
  /** The width of the picture in CSS pixels. */
  readonly width: number
  /** Returns the address of a page about a place or corridor; undefined if there is none. */
  readonly linkTo: (path: string | undefined) => string | undefined
  /** The view's other resources by name. */
  readonly resources: Readonly<Record<string, unknown>>
}

export interface Control {
  readonly filter: FilterName
  readonly label: string
  readonly value: string
  readonly options: ReadonlyArray<readonly [value: string, name: string]>
  /** Whether the page offers to play the options. */
  readonly plays?: boolean | undefined
}

/** Returns the filters with a value that their control does not offer, so that it shows another one. */
export const ignoredFilters = (controls: ReadonlyArray<Control>, filters: Filters): ReadonlyArray<string> =>
  controls.flatMap(({ filter, value }) => (filters[filter] === undefined || filters[filter] === value ? [] : [filter]))

/** Returns the filters that a view does not use: those that it ignores, and those that it has no control for. */
export const unusedFilters = (
  { controls, pictures }: Pick<ViewModel, "controls" | "pictures">,
  filters: Filters
): ReadonlyArray<string> => {
  const isUsed = (name: string) =>
    name === "zoom" ? pictures.some(({ zoom }) => zoom !== undefined) : controls.some(({ filter }) => filter === name)
  return [...ignoredFilters(controls, filters), ...Object.keys(filters).filter((name) => !isUsed(name))]
}

/** The figures of a picture as a table. */
export interface TableEquivalent {
  readonly caption: string
  /** Says that a phone leaves out the cells that were not reported; absent if it shows them all. */
  readonly leftOut?: string | undefined
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<{
    readonly head: ReadonlyArray<string>
    /** The paths of the pages of the heads that have one. */
    readonly links?: ReadonlyArray<string | undefined> | undefined
    readonly cells: ReadonlyArray<Cell | string>
  }>
  /** Writes the figures; by default as whole numbers. */
  readonly write?: ((value: number) => string) | undefined
}

/** What is stated, before the picture that shows it. */
export interface VerdictBox {
  readonly sentence: string
  /** The numbers with their intervals, and what they depend on. */
  readonly figures: ReadonlyArray<string>
  /** The page that says how often such a verdict is wrong. */
  readonly more: { readonly address: string; readonly words: string }
}

/** The output of a view. */
export interface ViewModel {
  /** The page about what the view shows, if it shows one place or corridor. */
  readonly about?: { readonly path: string; readonly name: string } | undefined
  readonly verdict?: VerdictBox | undefined
  /** Text before the pictures. */
  readonly first?: ReadonlyArray<string> | undefined
  /** Empty if the view has only text. */
  readonly pictures: ReadonlyArray<Picture>
  readonly controls: ReadonlyArray<Control>
  readonly notes: ReadonlyArray<string>
  readonly tableEquivalents: ReadonlyArray<TableEquivalent>
  /** The tables to download, with the view's filters as parameters. */
  readonly files: ReadonlyArray<{ readonly table: string; readonly parameters: Readonly<Record<string, string>> }>
}

/** A view of published tables. It does not depend on the browser. */
export interface View {
  readonly name: ViewName
  readonly title: WordKey
  readonly lead: WordKey
  /** The method: how the picture follows from the figures. */
  readonly how: WordKey
  /** The tables of the view. The first one is required. */
  readonly tables: ReadonlyArray<string>
  /** The tables that the filters need, if these are not all. */
  readonly tablesFor?: (filters: Filters, names: Names) => ReadonlyArray<string>
  /**
   * Labels of the cells that the view needs with these filters, of tables that have many: it needs only the overview of the others. `overview` is
   * that of the first table. Undefined if the view needs all cells.
   */
  readonly part?: (filters: Filters, overview: Overview) => Readonly<Record<string, string>> | undefined
  /** Whether the view needs the list of series of the overview. */
  readonly listsSeries?: boolean
  /** Addresses of other resources: paths of the server, or files of the page (`page:` and the name). */
  readonly resources?: (props: ViewProps, release: number) => Readonly<Record<string, string>>
  readonly make: (props: ViewProps) => ViewModel
}
