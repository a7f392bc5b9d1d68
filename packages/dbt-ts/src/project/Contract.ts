/** The contract of a model: what it promises about its columns, and dbt's checksum of that. */
import { createHash } from "node:crypto"
import { repr } from "../jinja/Print.ts"
import { refuse } from "../ProjectError.ts"
import type { Identity } from "./Identity.ts"
import type { Column, Constraint, Contract } from "./Node.ts"
import type { NodeConfig } from "./NodeConfig.ts"
import type { Settings } from "./Settings.ts"

const python = (value: string | undefined): string => repr(value ?? null)
const flag = (value: boolean | undefined): string => (value === false ? "False" : "True")

/** Returns the constraints as Python prints dbt's objects: dbt's checksum is of this text. */
const printed = (kind: "Column" | "Model", constraints: ReadonlyArray<Constraint>): string =>
  `[${constraints
    .map((each) =>
      [
        `${kind}LevelConstraint(type=<ConstraintType.${each.type}: '${each.type}'>`,
        `name=${python(each.name)}`,
        `expression=${python(each.expression)}`,
        `warn_unenforced=${flag(each.warnUnenforced)}`,
        `warn_unsupported=${flag(each.warnUnsupported)}`,
        `to=${python(each.to)}`,
        `to_columns=${repr([...(each.toColumns ?? [])])}${kind === "Model" ? `, columns=${repr([...each.columns])}` : ""})`
      ].join(", ")
    )
    .join(", ")}]`

const checksum = (
  materialized: string,
  columns: ReadonlyMap<string, Column>,
  constraints: ReadonlyArray<Constraint>
): string => {
  const sorted = [...columns.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const state = sorted.map(
    ({ name, dataType, constraints: own }) => `|${name}${dataType ?? "None"}${printed("Column", own ?? [])}`
  )
  // Views have no constraints in any store.
  const enforced = ["table", "incremental"].includes(materialized)
  const text = state.join("") + (enforced ? materialized + printed("Model", constraints) : "")
  return createHash("sha256").update(text).digest("hex")
}

const checkKeys = (
  file: string,
  columns: ReadonlyMap<string, Column>,
  constraints: ReadonlyArray<Constraint>
): void => {
  const keys = [...columns.values()].filter((column) => column.constraints?.some(({ type }) => type === "primary_key"))
  if (keys.length > 1) {
    refuse(
      file,
      `${keys.map(({ name }) => name).join(", ")}: a primary key of several columns belongs to the model, not to a column`
    )
  }
  if (keys.length > 0 && constraints.some(({ type }) => type === "primary_key")) {
    refuse(file, "declare the primary key at the model or at a column, not at both")
  }
}

/** Returns the contract of a node. Only a node that a property file describes has a checksum. Throws `ProjectError` if its keys contradict each other. */
export const modelContract = (
  identity: Identity,
  config: NodeConfig,
  columns: ReadonlyMap<string, Column>,
  constraints: ReadonlyArray<Constraint>
): Contract => {
  const { enforced, alias_types: aliasTypes } = (config["contract"] ?? {}) as Settings
  const contract = { enforced: enforced === true, aliasTypes: aliasTypes !== false }
  if (identity.resourceType !== "model" || identity.patch === undefined) return { ...contract, checksum: undefined }
  checkKeys(identity.originalFilePath, columns, constraints)
  if (!contract.enforced) return { ...contract, checksum: undefined }
  if (columns.size === 0) {
    refuse(identity.originalFilePath, "a contract needs the model's columns in a property file")
  }
  return { ...contract, checksum: checksum(config.materialized, columns, constraints) }
}
