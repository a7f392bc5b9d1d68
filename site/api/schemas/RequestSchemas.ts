import { Schema } from "effect"
import { PlainTerms } from "../../../release/catalogue/PlainTerms.ts"
import { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { type RequestState, requestMoveNames, requestStates } from "../../../release/requests/requestMoves.ts"
import { anyCell, PublishedFacts, tableFacts } from "./TableSchemas.ts"

/** Moves that a viewer can make. `check` repeats an interrupted check. */
export const requestMoves = ["submit", "check", "withdraw", "approve", "refuse", "publish"] as const

export const MovePayload = Schema.Struct({
  move: Schema.Literals(requestMoves),
  reason: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(500)).annotate({
      description: "kept permanently; must not name a person or a count"
    })
  )
})

export const RequestFacts = Schema.Struct({
  request: Schema.Int,
  state: Schema.Literals(Object.keys(requestStates) as ReadonlyArray<RequestState>),
  /** The meaning of the state. */
  meaning: Schema.String,
  /** Who has to act next. */
  owner: Schema.Literals(["requester", "machine", "reviewer", "operator", "nobody"]),
  /** Moves that the viewer can make now. */
  moves: Schema.Array(Schema.Literals(requestMoves)),
  createdAt: Schema.String,
  /** Only for reviewers and operators. */
  requester: Schema.optionalKey(Schema.String),
  terms: PlainTerms,
  /** The table and cells that the terms mean. */
  choice: TableChoice,
  history: Schema.Array(
    Schema.Struct({
      at: Schema.String,
      move: Schema.Literals(requestMoveNames),
      /** The account, for reviewers and operators. For others: `you`, `reviewer`, `operator` or `machine`. */
      by: Schema.String,
      reason: Schema.String
    })
  ),
  refusal: Schema.NullOr(Schema.Struct({ reason: Schema.String, nearest: Schema.NullOr(TableChoice) })),
  /** The release that published it. */
  release: Schema.NullOr(Schema.Int),
  published: Schema.NullOr(PublishedFacts).annotate({
    description: "published cells that answer it; nothing was checked, charged or published for it"
  })
})

export const RequestFigures = Schema.Struct({
  request: Schema.Int,
  choice: TableChoice,
  ...tableFacts,
  cells: Schema.Array(anyCell)
})
