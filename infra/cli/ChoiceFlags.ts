import type { TableChoice } from "../../release/catalogue/TableChoice.ts"

/** Returns a choice as flags of the command line. */
export const flagsOf = (choice: TableChoice): string =>
  [
    `--table ${choice.table}`,
    `--by ${choice.by.join(",")}`,
    `--levels ${Object.entries(choice.levels)
      .map(([name, levels]) => `${name}=${levels.join("+")}`)
      .join(",")}`,
    ...(choice.margins ? ["--margins"] : []),
    ...(choice.from === null ? [] : [`--from ${choice.from}`]),
    ...(choice.to === null ? [] : [`--to ${choice.to}`]),
    ...(choice.period === 1 ? [] : [`--period ${choice.period}`]),
    ...(Object.keys(choice.where).length === 0
      ? []
      : [
          `--where '${Object.entries(choice.where)
            .map(([name, label]) => `${name}=${label}`)
            .join(",")}'`
        ])
  ].join(" ")
