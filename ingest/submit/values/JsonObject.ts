export type Json = Readonly<Record<string, unknown>>

/** Returns whether a JSON value is an object, not a list. */
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)
