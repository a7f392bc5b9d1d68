/** Settings as YAML gives them. */
export type Settings = Readonly<Record<string, unknown>>
