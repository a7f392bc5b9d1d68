import { type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"

export type EnteredKind = Exclude<RecordKind, "withdrawal">

/** The kinds of records to fill in: all but withdrawals, which have their own view. */
export const enteredKinds: ReadonlyArray<EnteredKind> = recordKinds.filter((kind) => kind !== "withdrawal")

/** Returns whether records of this kind describe a route, which the form shows on a map. */
export const hasRoute = (kind: RecordKind): boolean => recordSchema(kind).fields.some(({ type }) => type === "record")
