import type { Statement } from "../jinja/Ast.ts"
import type { MacroNode } from "../project/Node.ts"

/** A macro with what was parsed of it. */
export interface LibraryEntry {
  readonly node: MacroNode
  readonly statement: Extract<Statement, { type: "macro" }>
}
