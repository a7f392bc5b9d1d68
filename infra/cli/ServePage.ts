/** The page and the API on a port of this machine. */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Routes } from "../../release/api/Routes.ts"

/** Serves until the scope ends. */
export const servePage = Effect.fn("ServePage.servePage")(function* (port: number) {
  yield* Layer.build(
    HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }).pipe(
      // A kept-alive connection must not hold up the end.
      Layer.provide(
        NodeHttpServer.layer(createServer, { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })
      )
    )
  )
})
