/** nginx of a gate, as the user of the pods, over a root that is read-only but for /tmp. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureDebian } from "../fixtures/ensureDebian.ts"

const nginx = "/usr/sbin/nginx"
ensureDebian(nginx, "nginx for the tests of the gates", ["nginx-light"])

/** Whether nginx is there and this user may make namespaces. */
export const canRunGates = existsSync(nginx) && process.getuid?.() === 0

/** The user of the product's pods. */
const user = 10_001

/** Makes a folder outside /tmp, which a gate does not share. */
export const gateFolder = (name: string): string => {
  const folder = mkdtempSync(join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), `corridor-${name}-`))
  chmodSync(folder, 0o755)
  return folder
}

/** Makes a certificate for `localhost` that any user can read. */
export const selfSigned = (folder: string): { readonly certificate: string; readonly key: string } => {
  const [certificate, key] = [join(folder, "tls.crt"), join(folder, "tls.key")]
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  chmodSync(key, 0o644)
  return { certificate, key }
}

/** Starts nginx with this configuration. `within` is a command that runs the rest of its arguments elsewhere, such as on another host. */
export const startGate = (config: string, within: ReadonlyArray<string> = []): ChildProcess => {
  const script = `mount --make-rprivate / && cd /tmp && exec 3< ${config} && mount -t tmpfs tmpfs /tmp && cat <&3 > /tmp/nginx.conf && mount -o remount,bind,ro / && exec setpriv --reuid ${user} --regid ${user} --clear-groups ${nginx} -c /tmp/nginx.conf -g 'daemon off;'`
  const [command = "", ...args] = [...within, "unshare", "--mount", "sh", "-c", script]
  return spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] })
}
