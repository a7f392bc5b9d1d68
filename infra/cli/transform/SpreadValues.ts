/** dbt's flags of lists take several values at once: `--select a b` is `--select a --select b`. */
const lists = new Set([
  "-s",
  "--select",
  "-m",
  "--models",
  "--exclude",
  "--resource-type",
  "--resource-types",
  "--exclude-resource-type",
  "--exclude-resource-types",
  "--output-keys"
])

/** The arguments with each value of a list after its own flag; those of other verbs are left as they are. */
export const spreadValues = (args: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (!args.includes("transform")) return args
  const spread: Array<string> = []
  let list: string | undefined
  let given = 0
  for (const word of args) {
    const isFlag = word.startsWith("-") && word !== "-"
    if (isFlag) list = lists.has(word) ? word : undefined
    if (isFlag) given = 0
    else if (list !== undefined && given++ > 0) spread.push(list)
    spread.push(word)
  }
  return spread
}
