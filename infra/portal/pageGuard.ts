import { Effect } from "effect"
import { HttpRouter } from "effect/http"
import type { Identity } from "../../ports/identity/Identity.ts"
import type { SessionCookies } from "../../ports/identity/SessionCookies.ts"
import { principalOfRequest } from "../../ports/identity/SignedIn.ts"
import { type GuardOptions, guard, type HttpApp } from "../http/guard.ts"
import { isLoopback } from "../http/hosts.ts"
import { makeRequestLimit } from "../http/requestLimit.ts"
import { countRequests } from "../metrics/countRequests.ts"
import { forgetUnnamedProxy, noteUnnamedProxy } from "../process/unnamedProxy.ts"
import { settings } from "../settings/Settings.ts"
import { publicAddress } from "./accessLayer.ts"

/** Returns the guard of the port of page, API and portal. A proxy that no setting names is noted in the data folder; `asPage` shows refusals to browsers. */
export const pageGuard = (port: number, data: string | undefined, asPage: GuardOptions["asPage"]) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const { hosts, proxies } = yield* settings
      const address = yield* publicAddress(port)
      const services = yield* Effect.context<Identity | SessionCookies>()
      const limit = yield* makeRequestLimit((request) =>
        principalOfRequest(request).pipe(
          Effect.map((principal) => principal?.account),
          Effect.catch(() => Effect.succeed(undefined)),
          Effect.provide(services)
        )
      )
      const names = [address.host, ...hosts]
      if (data !== undefined) yield* Effect.ignore(Effect.try(() => forgetUnnamedProxy(data)))
      const counted = yield* countRequests
      const guarded = guard({
        hosts: names,
        loopback: names.some(isLoopback),
        proxies,
        noteUnnamed: data === undefined ? undefined : (proxy) => noteUnnamedProxy(data, proxy),
        limit,
        tls: address.protocol === "https:",
        asPage
      })
      return <E, R>(app: HttpApp<E, R>) => counted(guarded(app))
    }),
    { global: true }
  )
