import { Effect, Stream } from "effect"
import { contentHasher } from "../../submit/check/contentHasher.ts"
import type { ReadyRow } from "../../submit/check/pseudonymiseRows.ts"
import { ContentChanged } from "../../submit/send/ContentChanged.ts"

/** Passes the rows through, and fails after the last one if they do not match the declared hash. Then the receipt ends with what was sent before. */
export const verifyContent = <E, R>(
  rows: Stream.Stream<ReadyRow, E, R>,
  contentHash: string
): Stream.Stream<ReadyRow, E | ContentChanged, R> =>
  Stream.suspend(() => {
    const hasher = contentHasher()
    const hashed = Stream.tap(rows, (row) => Effect.sync(() => hasher.add(row)))
    const end = Stream.unwrap(
      Effect.suspend(() =>
        hasher.end() === contentHash ? Effect.succeed(Stream.empty) : Effect.fail(new ContentChanged())
      )
    )
    return Stream.concat(hashed, end)
  })
