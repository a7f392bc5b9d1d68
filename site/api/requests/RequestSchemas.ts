/** `/v1/requests` as the API's description has it. */
import { Schema } from "effect"
import { PlainTerms } from "../../../release/catalogue/PlainTerms.ts"
import { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { type RequestState, requestMoveNames, requestStates } from "../../../release/requests/requestMoves.ts"
import { anyCell } from "../tables/TableSchemas.ts"

/** What somebody can do to a request; `check` looks again at one whose check was broken off. */
export const askedMoves = ["submit", "check", "withdraw", "approve", "refuse", "publish"] as const

export const MovePayload = Schema.Struct({
  move: Schema.Literals(askedMoves),
  reason: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(500)).annotate({ description: "stays for ever: names no person, no count" })
  )
})

export const RequestFacts = Schema.Struct({
  request: Schema.Int,
  state: Schema.Literals(Object.keys(requestStates) as ReadonlyArray<RequestState>),
  /** What the state means, and who has to do something now. */
  meaning: Schema.String,
  owner: Schema.Literals(["requester", "machine", "reviewer", "operator", "nobody"]),
  /** What whoever looks may do now. */
  moves: Schema.Array(Schema.Literals(askedMoves)),
  createdAt: Schema.String,
  /** For operators alone. */
  requester: Schema.optionalKey(Schema.String),
  terms: PlainTerms,
  /** What the terms were understood as. */
  choice: TableChoice,
  history: Schema.Array(
    Schema.Struct({
      at: Schema.String,
      move: Schema.Literals(requestMoveNames),
      /** An account for operators; for others that it was a reviewer, an operator, the machine or they. */
      by: Schema.String,
      reason: Schema.String
    })
  ),
  refusal: Schema.NullOr(Schema.Struct({ reason: Schema.String, nearest: Schema.NullOr(TableChoice) })),
  /** The release by which it is out. */
  release: Schema.NullOr(Schema.Int)
})

export const RequestFigures = Schema.Struct({
  request: Schema.Int,
  choice: TableChoice,
  title: Schema.String,
  unit: Schema.String,
  dimensions: Schema.Array(Schema.String),
  figure: Schema.String,
  cells: Schema.Array(anyCell)
})
