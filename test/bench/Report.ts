/** A result as a table for people and as a file of each kind: what was measured, on what kind of machine, and never where. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { availableParallelism, totalmem } from "node:os"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")

export interface Report {
  /** Such as `compare-4000000`. */
  readonly name: string
  readonly title: string
  /** The first row is the header. */
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  readonly notes: ReadonlyArray<string>
  /** Goes into the JSON file as it is. */
  readonly data: object
}

const versionOf = (packageName: string) =>
  (JSON.parse(readFileSync(join(root, "node_modules", packageName, "package.json"), "utf8")) as { version: string })
    .version

/** What the numbers depend on. */
export const machine = () => ({
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.versions.node,
  chdb: versionOf("chdb"),
  kafkajs: versionOf("kafkajs"),
  avsc: versionOf("avsc")
})

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return sorted[middle] as number
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

export const whole = (value: number): string => Math.round(value).toLocaleString("en-US")

/** `median (smallest-greatest)` */
export const spread = (values: ReadonlyArray<number>, words: (value: number) => string): string =>
  values.length < 2
    ? words(values[0] ?? Number.NaN)
    : `${words(median(values))} (${words(Math.min(...values))}-${words(Math.max(...values))})`

const table = (rows: Report["rows"]): string => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: ReadonlyArray<string>) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`
  const [header = [], ...rest] = rows
  return [line(header), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest.map(line)].join("\n")
}

/** Prints the table and writes both files into `folder`; the day is the machine's. */
export const publish = ({ name, title, rows, notes, data }: Report, folder: string): void => {
  const now = new Date().toISOString()
  const facts = machine()
  const words = table(rows)
  const list = notes.map((note) => `- ${note}`).join("\n")
  const on = Object.entries(facts)
    .map(([what, value]) => `${what} ${value}`)
    .join(", ")
  console.log(`\n${title}\n\n${words}\n\n${list}`)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${now.slice(0, 10)}-${name}`)
  writeFileSync(`${file}.md`, `# ${title}\n\n${words}\n\n${list}\n\nMeasured on ${on}.\n`)
  writeFileSync(`${file}.json`, `${JSON.stringify({ name, at: now, machine: facts, ...data })}\n`)
}
