/** `sources.json`, version 3: how fresh each source was. */

import type { Document } from "../Documents.ts"
import type { Invocation } from "../Invocation.ts"
import type { Freshness } from "../project/Node.ts"
import { isoTime, metadata } from "./Metadata.ts"
import { freshnessDocument } from "./SourceDocument.ts"

/** Times in milliseconds since 1970. */
export type SourceFreshness = {
  readonly uniqueId: string
  readonly startedAt: number
  readonly seconds: number
} & (
  | { readonly status: "runtime error"; readonly error: string }
  | {
      readonly status: "pass" | "warn" | "error"
      readonly maxLoadedAt: number
      /** Time of the query. */
      readonly queriedAt: number
      readonly criteria: Freshness
    }
)

const resultDocument = (result: SourceFreshness): Document => {
  if (result.status === "runtime error") {
    return { unique_id: result.uniqueId, error: result.error, status: result.status }
  }
  const { uniqueId, status, maxLoadedAt, queriedAt, criteria, startedAt, seconds } = result
  return {
    unique_id: uniqueId,
    max_loaded_at: isoTime(maxLoadedAt),
    snapshotted_at: isoTime(queriedAt),
    max_loaded_at_time_ago_in_s: (queriedAt - maxLoadedAt) / 1000,
    status,
    // A missing rule is null here, and a mapping of nulls in the manifest.
    criteria: {
      ...freshnessDocument(criteria),
      ...(criteria.warnAfter === undefined ? { warn_after: null } : {}),
      ...(criteria.errorAfter === undefined ? { error_after: null } : {})
    },
    adapter_response: {},
    timing: [{ name: "execute", started_at: isoTime(startedAt), completed_at: isoTime(startedAt + seconds * 1000) }],
    thread_id: "Thread-1",
    execution_time: seconds
  }
}

export const sourcesDocument = (
  results: ReadonlyArray<SourceFreshness>,
  seconds: number,
  invocation: Invocation
): Document => ({
  metadata: metadata("sources/v3", invocation),
  results: results.map(resultDocument),
  elapsed_time: seconds
})
