import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { partnerProgramName, partnerProgramPath } from "../../ingest/portal/api/partnerProgram.ts"
import { cachedSuccess } from "../../ports/cachedSuccess.ts"
import { childEnvironment } from "../process/childEnvironment.ts"

const build = fileURLToPath(new URL("../partnerProgram/build.ts", import.meta.url))

/** Some ten times the program's size. */
const maxBuffer = 32 * 2 ** 20

/** The first request makes the program, which takes some seconds of a processor, in a process of its own: it needs the memory of all commands. */
const program = Effect.runSync(
  cachedSuccess(
    Effect.tryPromise(() =>
      promisify(execFile)(process.execPath, [build, "-"], { encoding: "buffer", maxBuffer, env: childEnvironment() })
    )
  )
)

/** Serves the partner's program as a file to download. */
export const partnerProgramRoute = HttpRouter.use((router) =>
  router.add(
    "GET",
    partnerProgramPath,
    Effect.map(program, ({ stdout }) =>
      HttpServerResponse.uint8Array(stdout, {
        contentType: "text/javascript; charset=utf-8",
        headers: {
          "content-disposition": `attachment; filename="${partnerProgramName}"`,
          "cache-control": "no-cache"
        }
      })
    ).pipe(Effect.orDie)
  )
)
