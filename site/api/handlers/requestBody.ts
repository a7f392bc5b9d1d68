import { isRequestedBy, type Request } from "../../../release/requests/Request.ts"
import { moverOf, seesAll, type Viewer } from "../../../release/requests/Requests.ts"
import { allowedMove, requestStates } from "../../../release/requests/requestMoves.ts"
import { publishedBody } from "../../metadata/publishedPath.ts"
import { requestMoves } from "../schemas/RequestSchemas.ts"

const roleOf = ({ by, move }: Request["moves"][number], { request, viewer }: { request: Request; viewer: Viewer }) => {
  if (seesAll(viewer) || by === "machine") return by
  if (isRequestedBy(request, by)) return "you"
  return move === "publish" ? "operator" : "reviewer"
}

/** Returns the moves that the viewer can make now. */
const movesFor = (viewer: Viewer, request: Request) =>
  requestMoves.filter((move) =>
    move === "check"
      ? request.state === "submitted"
      : !("refused" in allowedMove(request.state, move, moverOf(viewer, request)))
  )

/** Returns the response body of a request, as the viewer may see it. */
export const requestBody = (viewer: Viewer, request: Request) => {
  const { state, moves, check, requester, terms, choice, createdAt, release } = request
  return {
    request: request.request,
    state,
    ...requestStates[state],
    moves: movesFor(viewer, request),
    createdAt,
    ...(seesAll(viewer) ? { requester } : {}),
    terms,
    choice,
    history: moves.map((moved) => ({
      at: moved.at,
      move: moved.move,
      by: roleOf(moved, { request, viewer }),
      reason: moved.reason
    })),
    refusal: state === "refused" ? { reason: moves.at(-1)?.reason ?? "", nearest: check?.nearest ?? null } : null,
    release: release ?? null,
    published: request.published === undefined ? null : publishedBody(request.published)
  }
}
