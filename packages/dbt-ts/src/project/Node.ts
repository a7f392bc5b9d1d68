/** The parts of a project. */
import type { Value } from "../jinja/Value.ts"
import type { NodeConfig } from "./NodeConfig.ts"
import type { ResourceType } from "./ResourceType.ts"

export interface Constraint {
  readonly type: string
  readonly name: string | undefined
  readonly expression: string | undefined
  /** Columns of a model's constraint. */
  readonly columns: ReadonlyArray<string>
  readonly warnUnenforced?: boolean
  readonly warnUnsupported?: boolean
  /** `ref('x')` or `source('s', 't')`, and its columns: what a foreign key points to. */
  readonly to?: string | undefined
  readonly toColumns?: ReadonlyArray<string>
}

/** One `pre-hook` or `post-hook`: in a node's configuration under `pre-hook` and `post-hook`. */
export interface Hook {
  readonly sql: string
  readonly transaction: boolean
  readonly index: number | null
}

/** Whether columns and types of a model are promised. */
export interface Contract {
  readonly enforced: boolean
  readonly aliasTypes: boolean
  /** SHA-256 over columns, types and constraints, as dbt computes it; absent when nothing is promised. */
  readonly checksum: string | undefined
}

/** How a node is shown in documentation. */
export interface DocsShown {
  readonly show: boolean
  readonly nodeColor: string | undefined
}

export interface Column {
  readonly name: string
  readonly description: string
  readonly dataType: string | undefined
  readonly meta: Readonly<Record<string, unknown>>
  readonly tags: ReadonlyArray<string>
  readonly constraints?: ReadonlyArray<Constraint>
  readonly quote?: boolean | undefined
  readonly docBlocks?: ReadonlyArray<string>
  readonly granularity?: string | undefined
  /** Keys that dbt does not know. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** The arguments of `ref`: `ref('name')`, `ref('package', 'name')`, `ref('name', v=2)`. */
export interface RefTarget {
  readonly name: string
  readonly package: string | undefined
  readonly version: string | number | undefined
}

export interface TestMetadata {
  readonly name: string
  readonly namespace: string | undefined
  /** Arguments as written, `model` included. */
  readonly kwargs: ReadonlyMap<string, Value>
  readonly columnName: string | undefined
  /** Unique id of what the test is written at. */
  readonly attachedTo: string
}

/** What every part of a project has. */
interface Part {
  readonly uniqueId: string
  readonly packageName: string
  readonly name: string
  readonly originalFilePath: string
}

/** A part with a place below the folder of its kind, as in dbt. */
interface PlacedPart extends Part {
  readonly path: string
}

export interface Node extends PlacedPart {
  readonly resourceType: ResourceType
  /** A versioned model's version, and the newest one of its name. */
  readonly version: string | number | undefined
  readonly latestVersion: string | number | undefined
  readonly group: string | undefined
  readonly access: "private" | "protected" | "public"
  /** Constraints written at the model; those of one column are in `columns`. */
  readonly constraints: ReadonlyArray<Constraint>
  /** The property file that describes it. */
  readonly patchPath: string | undefined
  /** Its configuration as written, before templates in it were rendered. */
  readonly unrenderedConfig: Readonly<Record<string, unknown>>
  /** SHA-256 of its code, as in dbt's manifest: what `state:modified` compares. */
  readonly checksum: string
  readonly dependsOnMacros: ReadonlyArray<string>
  /** ISO 8601, as dbt's manifest writes it. */
  readonly deprecationDate?: string | undefined
  /** Unique ids of the docs blocks in its description. */
  readonly docBlocks?: ReadonlyArray<string>
  /** Its tags, each once; a test has its columns' too. `config.tags` is what was configured. */
  readonly tags?: ReadonlyArray<string>
  readonly docs?: DocsShown
  readonly contract?: Contract
  /** Columns that identify a row of a model, from its constraints or tests. */
  readonly primaryKey?: ReadonlyArray<string>
  /** An operation's place among those of its kind. */
  readonly index?: number | undefined
  readonly fqn: ReadonlyArray<string>
  readonly rawCode: string
  readonly description: string
  readonly columns: ReadonlyMap<string, Column>
  readonly config: NodeConfig
  /** ClickHouse database and table name; an ephemeral model and a test have none in the store. */
  readonly schema: string
  readonly alias: string
  /** What was given to `ref` and `source`, in order of first use. */
  readonly refs: ReadonlyArray<RefTarget>
  readonly sources: ReadonlyArray<readonly [string, string]>
  /** Unique ids, in order of first use. */
  readonly dependsOn: ReadonlyArray<string>
  readonly test: TestMetadata | undefined
}

/** A period as in freshness rules: `{count: 6, period: hour}`. */
export interface Period {
  readonly count: number
  readonly period: "minute" | "hour" | "day"
}

export interface Freshness {
  readonly warnAfter: Period | undefined
  readonly errorAfter: Period | undefined
  readonly filter: string | undefined
}

export interface Source extends Part {
  readonly sourceName: string
  readonly identifier: string
  readonly schema: string
  /** As written; where there is one and no `schema`, it is the ClickHouse database: see `sourceSchema`. */
  readonly database?: string
  readonly unrenderedDatabase?: string | undefined
  readonly description: string
  readonly sourceDescription: string
  readonly columns: ReadonlyMap<string, Column>
  readonly tags: ReadonlyArray<string>
  readonly fqn: ReadonlyArray<string>
  readonly loader: string
  readonly meta: Readonly<Record<string, unknown>>
  readonly sourceMeta: Readonly<Record<string, unknown>>
  /** An expression over the table that gives when a row arrived. */
  readonly loadedAtField: string | undefined
  readonly loadedAtQuery: string | undefined
  readonly freshness: Freshness | undefined
  readonly config?: Readonly<Record<string, unknown>>
  readonly unrenderedConfig?: Readonly<Record<string, unknown>>
  readonly unrenderedSchema?: string | undefined
  readonly quoting?: Readonly<Record<string, unknown>>
  readonly external?: unknown
  readonly patchPath?: string | undefined
  readonly docBlocks?: ReadonlyArray<string>
}

/** A use of models outside the project: a page, a notebook. It is not built. */
export interface Exposure extends PlacedPart {
  readonly type: string
  readonly owner: Readonly<Record<string, unknown>>
  readonly description: string
  readonly label: string | undefined
  readonly maturity: string | undefined
  readonly url: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly meta: Readonly<Record<string, unknown>>
  readonly config: Readonly<Record<string, unknown>>
  readonly unrenderedConfig?: Readonly<Record<string, unknown>>
  readonly fqn: ReadonlyArray<string>
  readonly refs: ReadonlyArray<RefTarget>
  readonly sources: ReadonlyArray<readonly [string, string]>
  readonly dependsOn: ReadonlyArray<string>
}

/** Rows of one input of a unit test, or those expected of it. */
export interface UnitTestRows {
  readonly format: "dict" | "csv" | "sql"
  /** Rows by column for `dict` and `csv`, the text for `sql`; a fixture file's already read, as is a seed's. */
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>> | string
  readonly fixture: string | undefined
}

export interface UnitTest extends PlacedPart {
  /** Name of the tested model and its unique id. */
  readonly model: string
  readonly modelId: string
  readonly description: string
  /** `input` is written as in the project: `ref('x')`, `source('s', 't')`, `this`. */
  readonly given: ReadonlyArray<UnitTestRows & { readonly input: string }>
  readonly expect: UnitTestRows
  readonly overrides: Readonly<Record<"macros" | "vars" | "env_vars", Readonly<Record<string, unknown>>>>
  readonly version: string | number | undefined
  /** `versions:` as written. */
  readonly versions?: Readonly<Record<"include" | "exclude", unknown>> | undefined
  /** SHA-256 as in dbt's manifest. */
  readonly checksum?: string | undefined
  readonly schema?: string | undefined
  readonly config: Readonly<Record<string, unknown>>
  readonly fqn: ReadonlyArray<string>
  readonly dependsOn: ReadonlyArray<string>
}

export interface Doc extends PlacedPart {
  readonly text: string
}

export interface Group extends Part {
  readonly owner: Readonly<Record<string, unknown>>
  readonly description: string
  readonly config?: Readonly<Record<string, unknown>>
}

export interface MacroNode extends PlacedPart {
  readonly description: string
  readonly text: string
  /** Unique ids of the macros that it calls. */
  readonly dependsOnMacros: ReadonlyArray<string>
  readonly patchPath?: string | undefined
  readonly meta?: Readonly<Record<string, unknown>>
  readonly arguments?: ReadonlyArray<Readonly<Record<"name" | "type" | "description", string | null>>>
}

/** A project after parsing: every node with its configuration and what it depends on. */
export interface Manifest {
  readonly projectName: string
  readonly nodes: ReadonlyMap<string, Node>
  readonly sources: ReadonlyMap<string, Source>
  readonly exposures: ReadonlyMap<string, Exposure>
  readonly unitTests: ReadonlyMap<string, UnitTest>
  readonly docs: ReadonlyMap<string, Doc>
  readonly groups: ReadonlyMap<string, Group>
  readonly macros: ReadonlyMap<string, MacroNode>
  /** Nodes that are switched off. */
  readonly disabled: ReadonlyMap<string, Node>
  /** Tests of missing or disabled nodes. dbt's manifest has them as disabled nodes. */
  readonly orphans?: ReadonlyMap<string, Node>
  readonly disabledSources?: ReadonlyMap<string, Source>
  readonly disabledExposures?: ReadonlyMap<string, Exposure>
  readonly disabledUnitTests?: ReadonlyMap<string, UnitTest>
}

/** Returns the ClickHouse database of a source: dbt-clickhouse takes its `database` where no `schema` is written. */
export const sourceSchema = ({ schema, sourceName, database }: Source): string =>
  schema === sourceName && database !== undefined && database !== "" ? database : schema
