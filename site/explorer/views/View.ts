/** What a view is: from published tables and what the reader chose to what the page shows. No view knows of the browser. */
import type { Cell, Table } from "../cells/Table.ts"
import type { El } from "../drawings/El.ts"
import type { FilterName, Filters, ViewName } from "../state/State.ts"
import type { Names } from "../words/Names.ts"
import type { Translate, WordKey } from "../words/Words.ts"

export type Point = readonly [x: number, y: number]

/** Where places lie, on the plane that the shapes are drawn on. */
export type Points = Readonly<Record<string, Point>>

export interface ViewProps {
  /** Tables of the release that the view asked for and the release has, by name. */
  readonly tables: ReadonlyMap<string, Table>
  readonly filters: Filters
  readonly t: Translate
  readonly names: Names
  /** Of the picture in CSS pixels. */
  readonly width: number
  /** Answers to `asks` by name; those that there are. */
  readonly resources: Readonly<Record<string, unknown>>
}

export interface Control {
  readonly filter: FilterName
  readonly label: string
  readonly value: string
  readonly options: ReadonlyArray<readonly [value: string, name: string]>
  /** May the reader let it run through its options? */
  readonly plays?: boolean | undefined
}

export interface Picture {
  /** Part of ids and of the file's name. */
  readonly name: string
  readonly title: string
  /** One sentence: what a reader who does not see it should know. */
  readonly summary: string
  readonly width: number
  readonly height: number
  readonly body: ReadonlyArray<El>
}

export interface TableEquivalent {
  readonly caption: string
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<{ readonly head: ReadonlyArray<string>; readonly cells: ReadonlyArray<Cell | string> }>
}

export interface ViewModel {
  /** What must be read before the pictures. */
  readonly first?: ReadonlyArray<string> | undefined
  /** Undefined where the view has something to say and nothing to draw. */
  readonly pictures: ReadonlyArray<Picture>
  readonly controls: ReadonlyArray<Control>
  readonly notes: ReadonlyArray<string>
  readonly tableEquivalents: ReadonlyArray<TableEquivalent>
  /** The tables behind it as files, narrowed as the view is. */
  readonly files: ReadonlyArray<{ readonly table: string; readonly parameters: Readonly<Record<string, string>> }>
  /** Signs beside the states of cells that the view uses. */
  readonly keys: ReadonlyArray<{ readonly sign: El; readonly words: string }>
}

export interface View {
  readonly name: ViewName
  readonly title: WordKey
  readonly lead: WordKey
  /** How the picture is made of the figures. */
  readonly how: WordKey
  /** Tables that it is drawn from; the first of them it cannot do without. */
  readonly tables: ReadonlyArray<string>
  /** Tables of which it needs only those that the reader's choice is of, where that differs. */
  readonly tablesFor?: (filters: Filters, names: Names) => ReadonlyArray<string>
  /** Addresses of what else it needs, below the server's or as the name of a file of the page (`page:`). */
  readonly resources?: (props: ViewProps, release: number) => Readonly<Record<string, string>>
  readonly make: (props: ViewProps) => ViewModel
}
