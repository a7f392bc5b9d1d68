/** Serves the store from a separate process, so that its processor time does not count as the candidate's. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type { Readable } from "node:stream"

export interface HttpServerProcess {
  readonly port: number
  readonly close: () => Promise<void>
}

export const startHttpServerProcess = async (folder: string): Promise<HttpServerProcess> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "serveStore.ts"), folder], {
    stdio: ["ignore", "pipe", "inherit", "ipc"]
  })
  const [chunk] = (await once(child.stdout as Readable, "data")) as [Buffer]
  return {
    port: Number(String(chunk)),
    close: async () => {
      child.disconnect()
      await once(child, "exit")
    }
  }
}
