/** Disclosure profiles: `profiles.csv`. A cell below a profile's bounds is suppressed. */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"

export interface Profile {
  readonly name: string
  /** Fewest persons of a cell that is published. */
  readonly threshold: number
  /** Fewest partners whose records make a cell that is published. */
  readonly contributors: number
  readonly source: string
}

export const profiles: ReadonlyMap<string, Profile> = new Map(
  (
    parse(readFileSync(new URL("./profiles.csv", import.meta.url)), { columns: true }) as ReadonlyArray<
      Record<string, string>
    >
  ).map((row) => [
    row["name"] as string,
    {
      name: row["name"] as string,
      threshold: Number(row["threshold"]),
      contributors: Number(row["contributors"]),
      source: row["source"] as string
    }
  ])
)

/** The profile that holds where none is named. */
export const defaultProfile = profiles.get("ctdc-11") as Profile
