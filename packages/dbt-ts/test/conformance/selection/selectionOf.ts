import type { IndirectSelection } from "../../../src/TransformOptions.ts"

/** The options that a line of dbt's flags means; `-m` is `-s` of models alone. */
export const selectionOf = (line: string) => {
  const lists: Record<string, Array<string>> = {}
  let flag = ""
  for (const word of line.split(" ")) {
    if (word.startsWith("-") && !/^-\d/.test(word)) flag = word
    lists[flag] ??= []
    if (word !== flag) lists[flag]?.push(word)
  }
  const models = lists["-m"]
  return {
    select: models ?? lists["-s"] ?? [],
    exclude: lists["--exclude"] ?? [],
    selector: lists["--selector"]?.[0],
    indirectSelection: lists["--indirect-selection"]?.[0] as IndirectSelection | undefined,
    resourceTypes: models === undefined ? (lists["--resource-type"] ?? []) : ["model"],
    excludeResourceTypes: lists["--exclude-resource-type"] ?? []
  }
}
