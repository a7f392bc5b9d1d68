/** Schemas of values that several documents contain. */
import { Schema } from "effect"
import { uuid } from "../schemas/uuid.ts"

export const Uuid = Schema.String.check(Schema.isPattern(uuid))

/** A hash in lower-case hexadecimal. */
export const Sha256 = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/))

/** A key or signature. */
export const Base64Url = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{20,200}$/))

export const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
