/** The failure of a node as dbt words it: kind, node, file, and the message of ClickHouse or the template. */
import { Redacted } from "effect"
import type { TemplateError } from "../jinja/TemplateError.ts"
import { fromTemplate, type ProjectError } from "../ProjectError.ts"
import type { ClickHouseError } from "../store/ClickHouse.ts"
import type { NodeError } from "./NodeError.ts"

export type NodeFailure = ClickHouseError | TemplateError | ProjectError | NodeError

/** ClickHouse's own message, shown to the person who runs the project. */
const plainWords = (error: NodeFailure): string => {
  if (error._tag === "ClickHouseError") {
    const text = Redacted.value(error.detail)
    return text === "" ? error.message : text
  }
  return error._tag === "TemplateError" ? fromTemplate(error).message : error.reason
}

export const failureWords = (
  error: NodeFailure,
  node: { readonly resourceType: string; readonly name: string; readonly originalFilePath: string }
): string => {
  const kind =
    error._tag === "ClickHouseError" ? "Database Error" : error._tag === "NodeError" ? error.kind : "Compilation Error"
  const about = (error._tag === "NodeError" ? error.about : undefined) ?? `${node.resourceType} ${node.name}`
  const text = plainWords(error)
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
  return `${kind} in ${about} (${node.originalFilePath})\n${text.join("\n")}`
}
