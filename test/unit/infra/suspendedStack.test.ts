/** A stack that was suspended answers nothing: commands say so, and do not wait for it. */
import { spawn } from "node:child_process"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect } from "effect"
import { assert, it } from "vitest"
import { identify, isSuspended } from "../../../infra/process/ProcessIdentity.ts"
import { writeEndpoints } from "../../../infra/stack/Endpoints.ts"
import { storesOf } from "../../../infra/stack/Stack.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

it("a suspended stack is named, with how to continue it", async () => {
  const data = testFolder("suspended")
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })
  try {
    const stack = identify(child.pid as number) ?? assert.fail("not started")
    assert.isFalse(isSuspended(stack))
    const url = "http://127.0.0.1:9"
    writeEndpoints(data, {
      ...stack,
      kafka: { brokers: [] },
      registry: { url },
      clickhouse: { url },
      page: { url, port: 9 },
      portal: { url }
    })
    child.kill("SIGSTOP")
    while (!isSuspended(stack)) await new Promise((resume) => setTimeout(resume, 10))
    const use = Effect.void.pipe(Effect.provide(storesOf(data)), Effect.provide(NodeServices.layer), Effect.flip)
    const { message } = (await Effect.runPromise(use)) as Error
    assert.include(message, `The stack (process ${stack.pid}) is suspended`)
    assert.include(message, `kill -CONT ${stack.pid}`)
  } finally {
    child.kill("SIGKILL")
  }
})
