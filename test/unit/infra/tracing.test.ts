/** What leaves in traces: names and times, and no value. */
import { ConfigProvider, Effect, Exit, Layer, Schema } from "effect"
import { assert, describe, it } from "vitest"
import { corridor } from "../../../infra/cli/commandTree.ts"
import { spanOf } from "../../../infra/cli/runCommand.ts"
import { tracesUrl } from "../../../infra/settings/Settings.ts"
import { tracingLayer } from "../../../infra/tracing/tracingLayer.ts"
import { inTrace, SendsTraces, traceOf } from "../../../ports/Traces.ts"
import { startTraceReceiver } from "../../fixtures/traceReceiver.ts"

class Refused extends Schema.TaggedError<Refused>()("Refused", { message: Schema.String }) {}

const inner = Effect.gen(function* () {
  yield* Effect.annotateCurrentSpan("url.path", "/CANARY")
  yield* Effect.annotateCurrentSpan("http.request.method", "CANARY")
  yield* Effect.annotateCurrentSpan("corridor.records", 7)
  yield* Effect.logInfo("CANARY")
  yield* new Refused({ message: "CANARY" })
}).pipe(Effect.withSpan("inner", { attributes: { "user_agent.original": "CANARY" } }), Effect.exit)

describe("traces", () => {
  it("have names, times, numbers and kinds of failures, and nothing else", async () => {
    const receiver = await startTraceReceiver()
    const [sends, died] = await Effect.all([
      SendsTraces,
      inner,
      Effect.exit(Effect.withSpan(Effect.die(new Error("CANARY")), "dying"))
    ]).pipe(
      Effect.map(([sending, , exit]) => [sending, exit] as const),
      Effect.withSpan("outer"),
      Effect.withSpan("http.server CANARY"),
      Effect.provide(Layer.unwrap(Effect.map(tracesUrl, (url = "") => tracingLayer(url)))),
      Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: receiver.env }))),
      Effect.runPromise
    )
    await receiver.close()
    assert.isTrue(sends)
    assert.isTrue(Exit.isFailure(died))
    assert.notInclude(receiver.text(), "CANARY")
    const spans = receiver.spans()
    assert.sameMembers(
      spans.map(({ name }) => name),
      ["http.server", "outer", "inner", "dying"]
    )
    assert.strictEqual(new Set(spans.map(({ traceId }) => traceId)).size, 1)
    assert.deepStrictEqual(
      spans.find(({ name }) => name === "inner")?.attributes.map(({ key }) => key),
      ["corridor.records"]
    )
    assert.include(receiver.text(), "Refused")
  })

  it("continue in another process by the header of an event; a malformed header changes nothing", async () => {
    const program = Effect.gen(function* () {
      const sender = yield* Effect.orDie(Effect.currentSpan)
      const trace = (header: string | undefined) =>
        Effect.orDie(Effect.currentSpan).pipe(
          Effect.map(({ traceId }) => traceId),
          Effect.withSpan("batch", { root: false }),
          inTrace(header)
        )
      const others = yield* Effect.all([undefined, "", "00-CANARY"].map((header) => trace(header)))
      return { sender, own: yield* trace(traceOf(sender)), others }
    }).pipe(Effect.withSpan("send"))
    const { sender, own, others } = await Effect.runPromise(program)
    assert.strictEqual(own, sender.traceId)
    assert.deepStrictEqual(new Set(others), new Set([sender.traceId]))
    const alone = await Effect.runPromise(
      Effect.currentSpan.pipe(Effect.withSpan("batch"), inTrace(traceOf(sender)), Effect.orDie)
    )
    assert.strictEqual(alone.traceId, sender.traceId)
  })

  it("name a command, and none of its arguments", () => {
    assert.strictEqual(spanOf(corridor, ["submit", "canary"]), "corridor submit")
    for (const args of [["--partner", "canary", "submit"], ["canary"], ["toString"], []])
      assert.strictEqual(spanOf(corridor, args), "corridor")
  })
})
