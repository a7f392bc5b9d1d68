/** What a project is made of. */
import type { Value } from "../jinja/Value.ts"
import type { NodeConfig } from "./NodeConfig.ts"

export type ResourceType = "model" | "seed" | "test"

export interface Column {
  readonly name: string
  readonly description: string
  readonly dataType: string | undefined
  readonly meta: Readonly<Record<string, unknown>>
  readonly tags: ReadonlyArray<string>
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

export interface Node {
  readonly uniqueId: string
  readonly resourceType: ResourceType
  readonly name: string
  /** Below the folder of its kind, as dbt has it. */
  readonly path: string
  readonly originalFilePath: string
  readonly fqn: ReadonlyArray<string>
  readonly rawCode: string
  readonly description: string
  readonly columns: ReadonlyMap<string, Column>
  readonly config: NodeConfig
  /** ClickHouse database and table name; an ephemeral model and a test have none in the store. */
  readonly schema: string
  readonly alias: string
  /** Names given to `ref` and `source`, in order of first use. */
  readonly refs: ReadonlyArray<string>
  readonly sources: ReadonlyArray<readonly [string, string]>
  /** Unique ids, in order of first use. */
  readonly dependsOn: ReadonlyArray<string>
  readonly test: TestMetadata | undefined
}

export interface Source {
  readonly uniqueId: string
  readonly sourceName: string
  readonly name: string
  readonly identifier: string
  readonly schema: string
  readonly description: string
  readonly sourceDescription: string
  readonly columns: ReadonlyMap<string, Column>
  readonly tags: ReadonlyArray<string>
  readonly originalFilePath: string
  readonly fqn: ReadonlyArray<string>
}

/** A project after parsing: every node with its configuration and what it depends on. */
export interface Manifest {
  readonly projectName: string
  readonly nodes: ReadonlyMap<string, Node>
  readonly sources: ReadonlyMap<string, Source>
}
