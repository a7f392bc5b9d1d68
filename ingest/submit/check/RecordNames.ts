/** The ids that a record of a partner's own name can have: one for each kind, made by the partner's key. */
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { type PartnerHasher, uuidOfHash } from "./PartnerHasher.ts"

const uuidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What stands under the key for a record that the partner calls `name`. */
export const nameOfRecord = (kind: RecordKind, name: string): string => `record\0id\0${kind}\0${name}`

/** True for a name that is an id already and is taken as it is. */
export const isRecordId = (name: string): boolean => uuidShape.test(name)

/** Every id under which the partner's record `name` may have been sent. */
export const recordIdsOf = async (hasher: PartnerHasher, name: string): Promise<ReadonlyArray<string>> => {
  const given = name.trim()
  if (isRecordId(given)) return [given.toLowerCase()]
  return (await hasher.hmacHex(recordKinds.map((kind) => nameOfRecord(kind, given)))).map(uuidOfHash)
}
