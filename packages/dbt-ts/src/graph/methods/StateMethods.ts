/** Methods that ask an earlier run: `state:`, `result:`, `source_status:`, each of the folder of `--state`. */
import { refuse } from "../../ProjectError.ts"
import { compareState } from "../state/CompareState.ts"
import type { Method } from "./Method.ts"

const state: Method = (value, _argument, { manifest, previous }) => {
  const documents = previous?.manifest ?? refuse("selector", "'state:' needs --state DIR with a manifest.json")
  const changed = compareState(String(value), documents, manifest)
  return (item) => changed(item.uniqueId)
}

const result: Method = (value, _argument, { previous }) => {
  const results = previous?.results ?? refuse("selector", "'result:' needs --state DIR with a run_results.json")
  return (item) => results.get(item.uniqueId) === value
}

/** Sources with rows that are newer than at the time of `--state`. */
const sourceStatus: Method = (value, _argument, { previous }) => {
  if (value !== "fresher") refuse("selector", `there is no source_status '${String(value)}'; there is fresher`)
  const then = previous?.sources ?? refuse("selector", "'source_status:' needs --state DIR with a sources.json")
  const now =
    previous?.sourcesNow ??
    refuse(
      "selector",
      "'source_status:' needs a sources.json in the target folder: transform source freshness writes it"
    )
  return ({ uniqueId }) => {
    const [before, after] = [then.get(uniqueId), now.get(uniqueId)]
    return after !== undefined && (before === undefined || Date.parse(after) > Date.parse(before))
  }
}

export const stateMethods = { state, result, source_status: sourceStatus }
