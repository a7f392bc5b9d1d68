/** dbt's flags that take several values at once. */
const listFlags = new Set(
  `-s --select -m --models --exclude --resource-type --resource-types --exclude-resource-type
   --exclude-resource-types --output-keys`.split(/\s+/)
)

/** Repeats a list's flag before each of its values: `--select a b` becomes `--select a --select b`. */
export const spreadValues = (args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const spread: Array<string> = []
  let list: string | undefined
  let values = 0
  for (const arg of args) {
    const isFlag = arg.startsWith("-") && arg !== "-"
    if (isFlag) {
      list = listFlags.has(arg) ? arg : undefined
      values = 0
    } else if (list !== undefined && values++ > 0) spread.push(list)
    spread.push(arg)
  }
  return spread
}
