/** The texts of the Avro schemas, by file name. In a browser, another module replaces this one: see `BrowserModules.ts`. */
import { readdirSync, readFileSync } from "node:fs"

const folder = new URL("./avro/", import.meta.url)

/** Every released version, by file name such as `RouteRecord.v2.avsc`. */
export const avroTexts: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".avsc"))
    .map((file) => [file, readFileSync(new URL(file, folder), "utf8")])
)
