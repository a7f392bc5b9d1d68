import { join } from "node:path"
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    exclude: ["test/bench/**", "**/node_modules/**"],
    // Integration tests start brokers of their own: two files at once are what two cores bear.
    maxWorkers: 2,
    // The command line is started some hundred times: what its modules compile to is kept, as `bootstrap.mjs` keeps it.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node-compile") },
    // Whoever hangs is found; whoever waits for a busy machine is not taken for one who hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000
  }
})
