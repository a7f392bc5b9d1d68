import { Effect, Stream } from "effect"
import { contentHasher } from "../../submit/check/contentHasher.ts"
import type { Unavailable } from "../api/PortalApi.ts"
import type { SubmittedRow } from "./readRows.ts"
import { unavailable } from "./unavailable.ts"

/** Passes the rows through, and fails after the last one if they do not match the declared hash. Then there is no receipt. */
export const verifyContent = <E, R>(
  rows: Stream.Stream<SubmittedRow, E, R>,
  contentHash: string
): Stream.Stream<SubmittedRow, E | Unavailable, R> =>
  Stream.suspend(() => {
    const hasher = contentHasher()
    const hashed = Stream.tap(rows, (row) => Effect.sync(() => hasher.add(row)))
    const end = Stream.unwrap(
      Effect.suspend(() => (hasher.end() === contentHash ? Effect.succeed(Stream.empty) : Effect.fail(unavailable())))
    )
    return Stream.concat(hashed, end)
  })
