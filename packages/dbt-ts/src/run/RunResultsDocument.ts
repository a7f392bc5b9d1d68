/** `run_results.json`, version 6: how each node of a call ended. */

import { isoTime, metadata } from "../artefacts/Metadata.ts"
import type { Document } from "../Documents.ts"
import type { Invocation } from "../Invocation.ts"
import type { NodeResult } from "./NodeResult.ts"

/** Details of a node, without its result. */
export interface ResultNode {
  readonly relationName: string | null
  /** A seed is never compiled. */
  readonly hasCode: boolean
}

const resultDocument = (result: NodeResult, { relationName, hasCode }: ResultNode): Document => ({
  status: result.status,
  timing: result.timing.map(({ name, startedAt, completedAt }) => ({
    name,
    started_at: isoTime(startedAt),
    completed_at: isoTime(completedAt)
  })),
  thread_id: result.thread,
  execution_time: result.seconds,
  adapter_response: result.adapterResponse,
  message: result.message,
  failures: result.failures ?? null,
  unique_id: result.uniqueId,
  compiled: hasCode ? result.compiled !== undefined : null,
  compiled_code: hasCode ? (result.compiled ?? null) : null,
  relation_name: hasCode ? (result.storedFailures ?? relationName) : null,
  batch_results: null
})

export interface Ran {
  readonly results: ReadonlyArray<NodeResult>
  readonly nodeOf: (uniqueId: string) => ResultNode
  readonly seconds: number
  /** The command as `which`, and its flags. */
  readonly args: Document
  readonly invocation: Invocation
}

export const runResultsDocument = ({ results, nodeOf, seconds, args, invocation }: Ran): Document => ({
  metadata: metadata("run-results/v6", invocation),
  results: results.map((result) => resultDocument(result, nodeOf(result.uniqueId))),
  elapsed_time: seconds,
  args
})
