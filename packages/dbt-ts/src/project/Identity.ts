import { resourceDocument } from "../Documents.ts"
import type { Column, Constraint, Node, RefTarget, TestMetadata } from "./Node.ts"
import type { Patch } from "./properties/Patch.ts"
import type { Settings } from "./Settings.ts"

/** The properties of a node, down to its own version. */
export interface NodePatch {
  /** Package and path of the property file. */
  readonly patchPath: string
  readonly packageName: string
  readonly description: string
  readonly config: Settings
  readonly columns: ReadonlyArray<Column>
  readonly constraints: ReadonlyArray<Constraint>
  readonly deprecationDate: string | undefined
}

/** A node before it is rendered for the first time. */
export interface Identity
  extends Pick<
    Node,
    "uniqueId" | "resourceType" | "packageName" | "name" | "path" | "originalFilePath" | "fqn" | "rawCode" | "checksum"
  > {
  readonly patch?: NodePatch | undefined
  readonly version?: string | number | undefined
  readonly latestVersion?: string | number | undefined
  /** Settings as if the code called `config(…)` with them before anything else. */
  readonly call?: Settings | undefined
  readonly tags?: ReadonlyArray<string> | undefined
  readonly description?: string | undefined
  readonly test?: TestMetadata | undefined
  readonly index?: number | undefined
  /** What is known without rendering: then nothing is rendered. */
  readonly known?:
    | {
        readonly refs: ReadonlyArray<RefTarget>
        readonly sources: ReadonlyArray<readonly [string, string]>
        readonly macros: ReadonlyArray<string>
      }
    | undefined
}

/** Returns where a node is described, as `manifest.json` has it: `package://path`. */
export const patchPathOf = ({ from }: Patch): string => `${from.packageName}://${from.file.path}`

/** Returns the properties of a node without versions. */
export const plainPatch = (patch: Patch): NodePatch => ({
  patchPath: patchPathOf(patch),
  packageName: patch.from.packageName,
  description: patch.description,
  config: patch.config,
  columns: patch.columns.map(({ column }) => column),
  constraints: patch.constraints,
  deprecationDate: patch.deprecationDate
})

/** Returns how a node is named in `model`, as templates and the macros of names see it. */
export const identityDocument = (identity: Identity) => ({
  ...resourceDocument(identity.resourceType, identity),
  fqn: [...identity.fqn]
})
