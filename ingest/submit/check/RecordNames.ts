/** The ids of a record that has a number of the partner's own: one for each kind, made with the partner's key. */

import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { uuidInAnyCase } from "../../../schemas/uuid.ts"
import { uuidOfHash } from "../../keys/uuidOfHash.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"

/** Returns the text from which the id of the partner's record `name` is made. */
export const nameOfRecord = (kind: RecordKind, name: string): string => `record\0id\0${kind}\0${name}`

/** Returns whether a name is already an id, which is used as it is. */
export const isRecordId = (name: string): boolean => uuidInAnyCase.test(name)

/** Returns every id under which the partner's record `name` may have been sent. */
export const recordIdsOf = async (hasher: PartnerHasher, name: string): Promise<ReadonlyArray<string>> => {
  const given = name.trim()
  if (isRecordId(given)) return [given.toLowerCase()]
  return (await hasher.hmacHex(recordKinds.map((kind) => nameOfRecord(kind, given)))).map(uuidOfHash)
}
