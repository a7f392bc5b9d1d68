/** Debian's docker-compose: its `config` needs no container engine. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

const isThere = () => spawnSync("docker-compose", ["version"]).status === 0

/** Installs it from Debian's packages if it is absent and this is possible. Returns whether it is present. */
export const ensureDockerCompose = (): boolean => {
  if (isThere()) return true
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false
  console.error("installing docker-compose to check the compose file …")
  const apt = (...args: ReadonlyArray<string>) =>
    spawnSync("apt-get", args, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
  apt("update")
  apt("install", "--yes", "--no-install-recommends", "docker-compose")
  return isThere()
}
