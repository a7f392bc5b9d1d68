/** Slow clients of a server with low limits: they are cut off, and others are answered meanwhile. */
import type { Server, ServerResponse } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { afterEach, assert, describe, it } from "vitest"
import { limitedServer } from "../../../infra/http/limitedServer.ts"

let server: Server | undefined
afterEach(() => server?.close())

const open = async (limits: Parameters<typeof limitedServer>[0]): Promise<number> => {
  const made = limitedServer(limits)
  made.on("request", (incoming, answer) =>
    incoming.resume().on("end", () => setTimeout(() => answer.end("done"), Number(incoming.headers["x-wait"] ?? 0)))
  )
  server = made
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve))
  return (made.address() as AddressInfo).port
}

/** Sends `text`, then a byte every 50 ms. Returns what was received, and the milliseconds until the connection ended. */
const dribble = (port: number, text: string, byte: string) =>
  new Promise<{ readonly answer: string; readonly after: number }>((resolve) => {
    const from = performance.now()
    const socket = connect({ host: "127.0.0.1", port })
    let answer = ""
    const drip = byte === "" ? undefined : setInterval(() => socket.write(byte), 50)
    socket.on("data", (chunk) => (answer += String(chunk)))
    socket.on("error", () => {})
    socket.on("close", () => {
      clearInterval(drip)
      resolve({ answer, after: performance.now() - from })
    })
    socket.write(text)
  })

const head = "POST / HTTP/1.1\r\nhost: x\r\n"
const limits = { headers: 600, request: 1_000, idle: 700, answer: 3_000, check: 50 }

describe("limitedServer", () => {
  it("answers at once that it is not ready, before anything handles requests and afterwards", async () => {
    const made = limitedServer(limits)
    server = made
    await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve))
    const ask = () => fetch(`http://127.0.0.1:${(made.address() as AddressInfo).port}/`)
    const handle = (_: unknown, answer: ServerResponse) => answer.end("done")
    const early = await ask()
    assert.deepStrictEqual([early.status, early.headers.get("retry-after")], [503, "2"])
    made.on("request", handle)
    assert.deepStrictEqual([(await ask()).status, await (await ask()).text()], [200, "done"])
    made.off("request", handle)
    assert.strictEqual((await ask()).status, 503)
  })

  it("cuts off a head and a body that dribble in, and a connection on which nothing moves; others are answered", async () => {
    const port = await open(limits)
    const slow = [
      dribble(port, head, "a"),
      dribble(port, `${head}content-length: 100000\r\n\r\n`, "a"),
      dribble(port, `${head}content-length: 10\r\n\r\n`, "")
    ]
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "all at once" })
    assert.strictEqual(await answer.text(), "done")
    for (const { answer, after } of await Promise.all(slow)) {
      assert.isBelow(after, 5_000)
      assert.isAbove(after, 400)
      assert.notInclude(answer, "done")
      assert.match(answer, /^$|^HTTP\/1\.1 408 /)
      if (answer !== "") assert.match(answer, /permissions-policy: .*geolocation=\(\)/)
    }
  }, 20_000)

  it("lets an answer be made for longer than a connection may be idle, and not for ever", async () => {
    const port = await open({ ...limits, idle: 200, answer: 1_000 })
    const wait = (time: number) => fetch(`http://127.0.0.1:${port}/`, { headers: { "x-wait": String(time) } })
    const [made, forever] = await Promise.allSettled([wait(700), wait(4_000)])
    assert.strictEqual(made.status === "fulfilled" ? await made.value.text() : "", "done")
    assert.strictEqual(forever.status, "rejected")
  }, 20_000)
})
