import { createHash } from "node:crypto"
import { Effect } from "effect"
import { BoundedMap } from "../../ports/BoundedMap.ts"

const plain: ReadonlySet<unknown> = new Set([Object.prototype, null])

/** Writes a value so that different ones are written differently. Undefined if it contains something that this cannot write. */
const written = (value: unknown): string | undefined => {
  if (typeof value === "string") return JSON.stringify(value)
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value)
  if (value === null || value === undefined || typeof value === "boolean") return String(value)
  if (typeof value !== "object") return undefined
  const parts = Array.isArray(value) || value instanceof Map ? [...value] : Object.entries(value).flat()
  const kind = Array.isArray(value) ? "array" : value instanceof Map ? "map" : "object"
  if (kind === "object" && !plain.has(Object.getPrototypeOf(value))) return undefined
  const texts: Array<string> = []
  for (const part of parts) {
    const text = written(part)
    if (text === undefined) return undefined
    texts.push(text)
  }
  return `${kind}[${texts.join(",")}]`
}

const hashOf = (argument: unknown): string | undefined => {
  const text = written(argument)
  return text === undefined ? undefined : createHash("sha256").update(text).digest("base64")
}

/**
 * Returns `call`, which computes the reply to the same content once. The reply must depend on the argument alone. All of the argument is hashed
 * in each call, so whatever has changed in it is computed again, and so is an argument with anything but texts, numbers, truth values, lists, maps
 * and plain objects. A call that fails or is interrupted leaves nothing. Keeps the last `most` replies with their hashes, and no argument.
 */
export const replyOnce = <Argument, Reply>(
  call: (argument: Argument) => Effect.Effect<Reply>,
  most: number
): ((argument: Argument) => Effect.Effect<Reply>) => {
  const replies = new BoundedMap<string, Reply>(most)
  return Effect.fnUntraced(function* (argument) {
    const hash = hashOf(argument)
    if (hash === undefined) return yield* call(argument)
    const known = replies.get(hash)
    if (known !== undefined) return known
    const reply = yield* call(argument)
    replies.set(hash, reply)
    return reply
  })
}
