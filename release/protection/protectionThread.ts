/**
 * Protection and audits in a thread of their own: they calculate for seconds or minutes, during which a server would not respond. This module is
 * loaded on both sides.
 */
import { MethodRefused } from "@corridor/disclosure/methods/ProtectionMethod"
import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { Effect, Logger, Result, Schema } from "effect"
import { workerRunner } from "../../ports/worker/runInWorker.ts"
import {
  type AuditLeavesInput,
  auditLeaves,
  auditNoisyLeaves,
  type ProtectLeavesInput,
  protectLeaves
} from "./protectLeaves.ts"
import { replyOnce } from "./replyOnce.ts"

const Refusal = Schema.Union([WouldDisclose, TableRefused, MethodRefused])

/** A result as it is copied between threads, where an error would lose its class, with what was logged. */
interface Reply<A> {
  readonly result: { readonly value: A } | { readonly refusal: typeof Refusal.Encoded }
  readonly logged: ReadonlyArray<string>
}

const reply = async <A>(effect: Effect.Effect<A, typeof Refusal.Type>): Promise<Reply<A>> => {
  const logged: Array<string> = []
  const logger = Logger.make(({ message }) => void logged.push(String(message)))
  const found = await Effect.runPromise(effect.pipe(Effect.result, Effect.provide(Logger.layer([logger]))))
  return Result.isSuccess(found)
    ? { result: { value: found.success }, logged }
    : { result: { refusal: Schema.encodeSync(Refusal)(found.failure) }, logged }
}

/** Called in the thread, by its name. */
export const replyToProtect = (input: ProtectLeavesInput) => reply(protectLeaves(input))

/** Called in the thread, by its name. */
export const replyToAudit = (input: AuditLeavesInput) => reply(auditLeaves(input))

/** Called in the thread, by its name. */
export const replyToAuditNoisy = (input: Parameters<typeof auditNoisyLeaves>[0]) => reply(auditNoisyLeaves(input))

const valueOf = Effect.fnUntraced(function* <A>({ result, logged }: Reply<A>) {
  for (const line of logged) yield* Effect.logInfo(line)
  return "value" in result ? result.value : yield* Effect.fail(Schema.decodeSync(Refusal)(result.refusal))
})

/** A process that publishes nothing for a minute needs no memory for it, and one that ends does not wait for what it calculates. */
const run = workerRunner({ keptUnused: 60_000, isInterruptible: true })

const callProtect = run<typeof replyToProtect>(import.meta.url, "replyToProtect")

/** The approvals of a release audit it again. What they read is the same, as a rule, and then so is the result. */
const callAudit = replyOnce(run<typeof replyToAudit>(import.meta.url, "replyToAudit"), 8)
const callAuditNoisy = run<typeof replyToAuditNoisy>(import.meta.url, "replyToAuditNoisy")

/** Protects leaves in the thread (`protectLeaves`), and logs here what it logs there. */
export const protectInThread = (input: ProtectLeavesInput) => Effect.flatMap(callProtect(input), valueOf)

/** Audits leaves in the thread (`auditLeaves`), and logs here what it logs there. The same leaves and tables are audited once in a process. */
export const auditInThread = (input: AuditLeavesInput) => Effect.flatMap(callAudit(input), valueOf)

/** Audits leaves with noise in the thread (`auditNoisyLeaves`), and logs here what it logs there. */
export const auditNoisyInThread = (input: Parameters<typeof replyToAuditNoisy>[0]) =>
  Effect.flatMap(callAuditNoisy(input), valueOf)
