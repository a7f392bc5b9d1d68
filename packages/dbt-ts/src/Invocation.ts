import { Clock, Effect, Random } from "effect"

/** The release of dbt whose rules and documents these are. */
export const dbtVersion = "1.10.23"

/** One call of a verb. Times in milliseconds since 1970. */
export interface Invocation {
  readonly id: string
  readonly startedAt: number
  readonly generatedAt: number
}

const hexadecimal = (digits: number) =>
  Effect.map(Random.nextIntBetween(0, 16 ** digits), (number) => number.toString(16).padStart(digits, "0"))

/** A random UUID, version 4. */
const uuid = Effect.gen(function* () {
  const parts: Array<string> = []
  for (let part = 0; part < 8; part++) parts.push(yield* hexadecimal(4))
  const [a, b, c, d, e, ...node] = parts as [string, string, string, string, string, ...Array<string>]
  const variant = "89ab"[Number.parseInt(e, 16) % 4]
  return `${a}${b}-${c}-4${d.slice(1)}-${variant}${e.slice(1)}-${node.join("")}`
})

/** Returns a call that began at a time and ends now. */
export const makeInvocation = Effect.fn("Invocation.make")(function* (startedAt: number) {
  const invocation: Invocation = {
    id: yield* uuid,
    startedAt,
    generatedAt: yield* Clock.currentTimeMillis
  }
  return invocation
})
