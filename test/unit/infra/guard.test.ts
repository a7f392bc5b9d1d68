/** What every port does before any route: over a real server, with clients on addresses of their own and proxies that name others. */
import { request } from "node:http"
import { connect } from "node:net"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Clock, Context, Effect, Exit, Layer, Logger, Option, Schema, Scope } from "effect"
import { HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import { assert, describe, it } from "vitest"
import { behindProxies } from "../../../infra/http/behindProxies.ts"
import { clientOf, type ProxyHeader, readNetworks } from "../../../infra/http/clients.ts"
import { type GuardOptions, guard, type HttpApp } from "../../../infra/http/guard.ts"
import { hostAndPort } from "../../../infra/http/hosts.ts"
import { httpServer } from "../../../infra/http/httpServer.ts"
import { rateLimits } from "../../../infra/http/rateLimits.ts"
import { makeRequestLimit, requestsPerMinute } from "../../../infra/http/requestLimit.ts"
import { securityHeaders } from "../../../infra/http/securityHeaders.ts"
import { countRequests } from "../../../infra/metrics/countRequests.ts"
import { TooManyRequests } from "../../../site/api/problems/ApiProblem.ts"
import { readMetricsPage, valueOf } from "../../fixtures/metricsPage.ts"

const proxies = (text: string, header: ProxyHeader = "x-forwarded-for") => ({
  trusted: readNetworks(text.split(",")) ?? [],
  header
})

/** Answers with the address of the client; `/broken` fails, `/own` has a policy of its own. */
const routes = HttpRouter.use((router) =>
  Effect.all(
    [
      router.add("*", "/broken", Effect.die(new Error("a defect"))),
      router.add("GET", "/own", HttpServerResponse.text("own", { headers: { "content-security-policy": "sandbox" } })),
      ...["/", "/search", "/corridors/UKR-RUS", "/preview.png", "/v1/flows"].map((path) =>
        router.add(
          "GET",
          path as `/${string}`,
          Effect.map(HttpServerRequest.HttpServerRequest, ({ remoteAddress }) =>
            HttpServerResponse.text(remoteAddress._tag === "Some" ? remoteAddress.value : "")
          )
        )
      )
    ],
    { discard: true }
  )
)

/** A session of anna's is known by its cookie. */
const account = (incoming: HttpServerRequest.HttpServerRequest) =>
  Effect.succeed(incoming.headers["cookie"] === "session=anna" ? "anna" : undefined)

/** A clock that stands still, so that no window of a limit ends while a slow machine sends requests. */
const stillClock = Layer.effect(
  Clock.Clock,
  Effect.map(Effect.service(Clock.Clock), (clock): Clock.Clock => {
    const now = clock.monotonicTimeNanosUnsafe()
    return Object.create(clock, {
      monotonicTimeNanos: { value: Effect.succeed(now) },
      monotonicTimeNanosUnsafe: { value: () => now }
    })
  })
)

const serve = async (options: GuardOptions, use: (port: number) => Promise<void>, isLimited = false) => {
  const scope = Scope.makeUnsafe()
  const guarding = HttpRouter.middleware(
    Effect.gen(function* () {
      const guarded = guard({ ...options, limit: isLimited ? yield* makeRequestLimit(account) : undefined })
      const counted = yield* countRequests
      return <E, R>(app: HttpApp<E, R>) => counted(guarded(app))
    }),
    { global: true }
  )
  const served = HttpRouter.serve(Layer.provide(routes, guarding), {
    disableLogger: true,
    disableListenLog: true
  }).pipe(
    Layer.provideMerge(NodeHttpServer.layer(() => httpServer(), { port: 0, host: "127.0.0.1" })),
    Layer.provide([rateLimits, stillClock])
  )
  try {
    const { address } = Context.get(
      await Effect.runPromise(Scope.provide(Layer.build(served), scope)),
      HttpServer.HttpServer
    )
    assert.strictEqual(address._tag, "InetAddressV4")
    await use(address._tag === "InetAddressV4" ? address.port : 0)
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

const ask = (port: number, path: string, headers: Record<string, string> = {}, localAddress = "127.0.0.1") =>
  new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers, localAddress }, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (chunk) => (text += chunk))
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
    })
      .on("error", reject)
      .end()
  })

const isTooMany = (body: unknown) => Exit.isSuccess(Schema.decodeUnknownExit(TooManyRequests)(body))

/** Sends requests at once and returns how many were refused. */
const refused = async (port: number, count: number, path: string, headers: Record<string, string>, from?: string) => {
  let left = count
  let refusals = 0
  const worker = async () => {
    while (left-- > 0) if ((await ask(port, path, headers, from)).status === 429) refusals += 1
  }
  await Promise.all(Array.from({ length: 20 }, worker))
  return refusals
}

/** Numbers of requests that were answered and that failed, of all tests so far. */
const requestCounts = async () => {
  const families = readMetricsPage(await Effect.runPromise(PrometheusMetrics.format()))
  return ["answered", "failed"].map((outcome) => valueOf(families, "corridor_requests_total", { outcome }) ?? 0)
}

describe("the guard of every port", () => {
  it("counts what is answered, refusals too, and what fails", () =>
    serve({}, async (port) => {
      const [answered = 0, failed = 0] = await requestCounts()
      for (const path of ["/", "/nowhere", "/broken"]) await ask(port, path)
      await ask(port, "/", { host: "rebound.example" })
      assert.deepStrictEqual(await requestCounts(), [answered + 3, failed + 1])
    }))

  it("says what to do at an address that no route has", () =>
    serve({}, async (port) => {
      for (const accept of ["*/*", "application/json", "text/csv"]) {
        const { status, text, headers } = await ask(port, "/nowhere", { accept })
        assert.strictEqual(status, 404)
        assert.strictEqual(headers["content-type"], "application/problem+json")
        const { code, detail } = JSON.parse(text)
        assert.strictEqual(code, "request-not-found")
        assert.include(detail, "Check the address.")
        assert.notInclude(text, "nowhere")
      }
    }))

  it("adds the security headers to every answer: pages, unknown addresses, failures, refusals, what is no request", () =>
    serve({}, async (port) => {
      for (const [path, status, headers] of [
        ["/", 200, {}],
        ["/nowhere", 404, {}],
        ["/broken", 500, {}],
        ["/", 421, { host: "rebound.example" }]
      ] as const) {
        const answer = await ask(port, path, headers)
        assert.strictEqual(answer.status, status, path)
        for (const [name, value] of Object.entries(securityHeaders)) assert.strictEqual(answer.headers[name], value)
        assert.notInclude(answer.text, "defect")
        assert.notInclude(answer.text, "rebound")
      }
      const own = await ask(port, "/own")
      assert.strictEqual(own.headers["content-security-policy"], "sandbox")
      assert.strictEqual(own.headers["cross-origin-opener-policy"], "same-origin")
      for (const text of [
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: localhost\r\nx y\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: localhost\r\nhost: rebound.example\r\nconnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: localhost\r\nexpect: nonsense\r\n\r\n"
      ]) {
        const answer = await new Promise<string>((resolve) => {
          const socket = connect(port, "127.0.0.1", () => socket.end(text))
          let all = ""
          socket.on("data", (chunk) => (all += String(chunk))).on("close", () => resolve(all))
        })
        assert.match(answer, /^HTTP\/1\.1 4(00|17|21) /)
        for (const name of Object.keys(securityHeaders)) assert.include(answer.toLowerCase(), `${name}: `)
      }
    }))

  it("answers under its own names only, whatever a page that rebinds its name sends", () =>
    serve({ hosts: ["data.example.org", "data.example.org:8443"], proxies: proxies("127.0.0.1") }, async (port) => {
      for (const host of ["localhost", `127.0.0.1:${port}`, "[::1]:1", "data.example.org", "DATA.example.org:8443"])
        assert.strictEqual((await ask(port, "/", { host })).status, 200, host)
      for (const host of ["example.org", "evil.data.example.org", "data.example.org:80", "127.0.0.1.evil.example"])
        for (const more of [{}, { "x-forwarded-for": "192.0.2.1", "x-forwarded-host": "localhost" }]) {
          const answer = await ask(port, "/", { host, ...more })
          assert.strictEqual(answer.status, 421, host)
          assert.strictEqual(JSON.parse(answer.text).code, "request-host-unknown")
        }
    }))

  it("answers under an IPv6 address as browsers write it, however the setting does", () =>
    serve({ hosts: ["[2001:DB8:0:0::7]", "[2001:db8::0:8]:8443"], loopback: false }, async (port) => {
      for (const host of ["[2001:db8::7]", "[2001:db8::8]:8443"])
        assert.strictEqual((await ask(port, "/", { host })).status, 200, host)
      for (const host of ["[2001:db8::9]", "[2001:db8::8]", "2001:db8::7", `[::1]:${port}`])
        assert.strictEqual((await ask(port, "/", { host })).status, 421, host)
    }))

  it("a server with a public name does not answer under those of the loopback address", () =>
    serve({ hosts: ["data.example.org"], loopback: false }, async (port) => {
      assert.strictEqual((await ask(port, "/", { host: "data.example.org" })).status, 200)
      for (const host of ["localhost", `127.0.0.1:${port}`, "[::1]:1"])
        assert.strictEqual((await ask(port, "/", { host })).status, 421, host)
    }))

  it("believes only trusted proxies, and of their header only the right-most address that is not a proxy", () =>
    serve({ proxies: proxies("127.0.0.2,10.0.0.0/8,2001:db8:1::/48") }, async (port) => {
      const seen = async (from: string, header: string) =>
        (await ask(port, "/", { "x-forwarded-for": header, forwarded: "for=6.6.6.6" }, from)).text
      assert.strictEqual(await seen("127.0.0.1", "192.0.2.1"), "127.0.0.1")
      assert.strictEqual(await seen("127.0.0.2", "192.0.2.1"), "192.0.2.1")
      assert.strictEqual(await seen("127.0.0.2", "6.6.6.6, 192.0.2.1"), "192.0.2.1")
      assert.strictEqual(await seen("127.0.0.2", "6.6.6.6, 192.0.2.1, 10.1.2.3"), "192.0.2.1")
      assert.strictEqual(await seen("127.0.0.2", "2001:db8:9::7, 2001:db8:1::5"), "2001:db8:9::7")
      assert.strictEqual(await seen("127.0.0.2", "6.6.6.6, unknown"), "127.0.0.2")
      assert.strictEqual(await seen("127.0.0.2", ""), "127.0.0.2")
    }))

  it("warns once of a proxy that no setting names, since its clients share one limit", async () => {
    const warned: Array<unknown> = []
    const noted: Array<string> = []
    const logger = Logger.layer([Logger.make(({ message }) => warned.push(message))])
    const guardOf = (trusted: string) =>
      behindProxies(proxies(trusted), (address) => noted.push(address))(Effect.succeed(HttpServerResponse.empty()))
    const through = (app: ReturnType<typeof guardOf>, headers: Record<string, string>) =>
      Effect.provideService(
        app,
        HttpServerRequest.HttpServerRequest,
        HttpServerRequest.fromWeb(new Request("http://127.0.0.1/", { headers })).modify({
          remoteAddress: Option.some("10.0.0.9")
        })
      )
    const header = { "x-forwarded-for": "192.0.2.1" }
    const quiet = [through(guardOf("127.0.0.1"), {}), through(guardOf("10.0.0.0/8"), { forwarded: "for=192.0.2.1" })]
    await Effect.runPromise(Effect.provide(Effect.all(quiet), logger))
    assert.lengthOf(warned, 0)
    const unnamed = guardOf("127.0.0.1")
    await Effect.runPromise(Effect.provide(Effect.all([through(unnamed, header), through(unnamed, header)]), logger))
    assert.lengthOf(warned, 1)
    assert.match(String(warned[0]), /CORRIDOR_TRUSTED_PROXIES/)
    assert.notInclude(String(warned[0]), "192.0.2.1")
    assert.deepStrictEqual(noted, ["10.0.0.9"])
  })

  it("reads the Forwarded header where the operator's proxies send that", () =>
    serve({ proxies: proxies("127.0.0.2", "forwarded") }, async (port) => {
      const seen = async (forwarded: string) =>
        (await ask(port, "/", { forwarded, "x-forwarded-for": "6.6.6.6" }, "127.0.0.2")).text
      assert.strictEqual(await seen("for=6.6.6.6, for=192.0.2.1;proto=https"), "192.0.2.1")
      assert.strictEqual(await seen('proto=https;For="[2001:db8:9::7]:4711"'), "2001:db8:9::7")
      assert.strictEqual(await seen("for=_hidden"), "127.0.0.2")
    }))

  it("counts an IPv4 address once and an IPv6 address by its /64", () => {
    assert.strictEqual(clientOf("::ffff:192.0.2.1"), clientOf("192.0.2.1"))
    assert.strictEqual(clientOf("2001:db8::1"), clientOf("2001:db8:0:0:ffff:1:2:3"))
    assert.notStrictEqual(clientOf("2001:db8::1"), clientOf("2001:db8:0:1::1"))
    assert.notStrictEqual(clientOf("192.0.2.1"), clientOf("192.0.2.2"))
    for (const bad of ["10.0.0.0/33", "10.0.0.1/8", "proxy.example", "*", ""])
      assert.isUndefined(readNetworks([bad]), bad)
  })

  it("writes an IPv6 address in the name of a host as browsers do", () => {
    assert.strictEqual(hostAndPort("2001:DB8:0:0::7", 8601), "[2001:db8::7]:8601")
    assert.strictEqual(hostAndPort("127.0.0.1", 8601), "127.0.0.1:8601")
    assert.strictEqual(hostAndPort("Holder.example", 80), "holder.example:80")
  })

  it("limits all pages of one client together, and no other client behind the same proxy", () =>
    serve(
      { proxies: proxies("127.0.0.2") },
      async (port) => {
        const through = (client: string) => ({ "x-forwarded-for": `6.6.6.6, ${client}` })
        const paths = ["/", "/search", "/corridors/UKR-RUS", "/v1/flows", "/nowhere"]
        for (const path of paths)
          await refused(port, requestsPerMinute / paths.length, path, through("192.0.2.1"), "127.0.0.2")
        for (const path of paths) {
          const answer = await ask(port, path, through("192.0.2.1"), "127.0.0.2")
          assert.strictEqual(answer.status, 429, path)
          assert.isAbove(Number(answer.headers["retry-after"]), 0)
          // As the API's description says, of which this port knows nothing.
          assert.isTrue(isTooMany(JSON.parse(answer.text)), answer.text)
          assert.notStrictEqual((await ask(port, path, through("192.0.2.2"), "127.0.0.2")).status, 429, path)
        }
        // Another spelling of the flood's address in the header of a peer that is no proxy.
        assert.strictEqual((await ask(port, "/", through("192.0.2.1"), "127.0.0.3")).status, 200)
        // A person signed in at the flood's address continues, and whoever only claims to be does not.
        const own = { ...through("192.0.2.1"), cookie: "session=anna" }
        assert.strictEqual((await ask(port, "/", own, "127.0.0.2")).status, 200)
        assert.strictEqual((await ask(port, "/", { ...own, cookie: "session=x" }, "127.0.0.2")).status, 429)
      },
      true
    ))

  it("limits the /64 of an IPv6 client together, and no other /64 behind the same proxy", () =>
    serve(
      { proxies: proxies("127.0.0.2") },
      async (port) => {
        const through = (client: string) => ({ "x-forwarded-for": client })
        for (const half of ["a", "b"])
          await refused(port, requestsPerMinute / 2, "/", through(`2001:db8:0:1:${half}::1`), "127.0.0.2")
        const statusOf = async (client: string) => (await ask(port, "/", through(client), "127.0.0.2")).status
        assert.strictEqual(await statusOf("2001:db8:0:1::c"), 429)
        assert.strictEqual(await statusOf("2001:db8:0:2::c"), 200)
      },
      true
    ))

  it("a picture that is drawn costs more than a page", () =>
    serve(
      {},
      async (port) => {
        assert.isAtLeast(await refused(port, requestsPerMinute / 10 + 5, "/preview.png", {}, "127.0.0.4"), 5)
        assert.strictEqual(await refused(port, requestsPerMinute / 10 + 5, "/", {}, "127.0.0.5"), 0)
      },
      true
    ))

  it("an untrusted peer cannot use up another client's limit, nor evade its own, by a header", () =>
    serve(
      { proxies: proxies("127.0.0.2") },
      async (port) => {
        const spoofed = { "x-forwarded-for": "192.0.2.9", forwarded: "for=192.0.2.9" }
        assert.isAtLeast(await refused(port, requestsPerMinute + 50, "/", spoofed, "127.0.0.6"), 40)
        assert.strictEqual(
          (await ask(port, "/", { "x-forwarded-for": "192.0.2.9" }, "127.0.0.2")).status,
          200,
          "the client that was named"
        )
        assert.strictEqual((await ask(port, "/", { "x-forwarded-for": "192.0.2.8" }, "127.0.0.6")).status, 429)
      },
      true
    ))
})
