/** Finds what the statement of a hook or operation inserts or shows although it may not. */
import type { Manifest } from "../project/Node.ts"
import { parseStatement } from "../sql/parseStatement.ts"
import { lineAt, SqlError } from "../sql/SqlError.ts"
import { bindQuery } from "./bind/bindQuery.ts"
import type { Sources } from "./bind/Scope.ts"
import { answers } from "./derivePrivacy.ts"
import { classesOf, type Flow, join } from "./Flow.ts"
import type { NodePrivacy } from "./NodePrivacy.ts"
import { type PrivacyClass, strongestFirst } from "./PrivacyClass.ts"
import { privacyPath } from "./PrivacyPath.ts"
import { modelPrivacy } from "./PrivacySettings.ts"

const open: ReadonlySet<PrivacyClass> = new Set(["open"])

/** What may be in the table: what its model may expose; in a table outside the project, only open values. */
const mayHold = (manifest: Manifest, into: ReadonlyArray<string>): ReadonlySet<PrivacyClass> => {
  const target = [...manifest.nodes.values()].find(
    ({ resourceType, schema, alias }) =>
      (resourceType === "model" || resourceType === "snapshot") && `${schema}.${alias}` === into.join(".")
  )
  return target === undefined ? open : (modelPrivacy(target)?.mayExpose ?? open)
}

export interface StatementQuestion {
  readonly manifest: Manifest
  /** Whose statement it is, as in `a hook of flows`. */
  readonly who: string
  readonly sql: string
  /** Queries that were executed while the statement was rendered: it may contain their results. */
  readonly queries: ReadonlyArray<string>
  /** Classes that a query's result may have; undefined if the result is not shown. */
  readonly shown: ReadonlySet<PrivacyClass> | undefined
  readonly known: ReadonlyMap<string, NodePrivacy>
  readonly surroundings: Sources
}

/** Returns a message per violation; empty for a permitted statement. */
export const statementViolations = (question: StatementQuestion): ReadonlyArray<string> => {
  const { manifest, who, sql, queries, shown, known, surroundings } = question
  const violationsOf = (
    may: ReadonlySet<PrivacyClass>,
    flow: Flow,
    what: string,
    describe: (privacy: PrivacyClass) => string
  ) =>
    strongestFirst(classesOf(flow))
      .filter((each) => each !== "open" && !may.has(each))
      .map((each) => `privacy: ${describe(each)}: ${[what, ...privacyPath(manifest, known, flow, each)].join(" <- ")}`)
  try {
    const statement = parseStatement(sql)
    if (statement.type === "still") return []
    const { columns, rows } = bindQuery(statement.query, surroundings)
    const answered = answers(queries, surroundings)
    const flows: ReadonlyArray<readonly [string, Flow]> = [
      ...[...columns].map(([name, flow]) => [name, join(flow, answered)] as const),
      ["its rows", join(rows, answered)]
    ]
    if (statement.type === "select") {
      if (shown === undefined) return []
      return flows.flatMap(([what, flow]) =>
        violationsOf(shown, flow, what, (each) => `${who} would show '${each}' (allowed: ${[...shown].join(", ")})`)
      )
    }
    const into = statement.into.join(".")
    const may = mayHold(manifest, statement.into)
    return flows.flatMap(([what, flow]) =>
      violationsOf(may, flow, what, (each) => `${who} writes '${each}' into ${into}, which may not contain it`)
    )
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown
    return [`privacy: what ${who} writes cannot be determined: line ${lineAt(sql, thrown.offset)}: ${thrown.message}`]
  }
}
