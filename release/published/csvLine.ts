import { csvField } from "@corridor/disclosure/tables/csvField"

/** Returns a line of CSV without its end. Null is an empty field; texts are safe against formulas. */
export const csvLine = (values: ReadonlyArray<string | number | boolean | null>): string =>
  values.map((value) => (value === null ? "" : typeof value === "string" ? csvField(value) : String(value))).join(",")
