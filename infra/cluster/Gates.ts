/**
 * The reverse proxies (nginx) that terminate TLS in front of programs that listen on the loopback address: one definition for Compose and
 * Kubernetes.
 */
import { ByteSize } from "effect"
import { stringify } from "yaml"
import { portalMaxBytes } from "../../ingest/portal/server/portalGuard.ts"
import { partyMaxBytes } from "../linkage/partyRoutes.ts"

interface Gate {
  /** The port with TLS. */
  readonly port: number
  /** The program's port on the loopback address. */
  readonly upstream: number
  readonly certificate: string
  readonly key: string
  /** The largest body that the program takes: nginx takes 1 MiB by itself, less than a piece of a partner's file. */
  readonly maxBody: ByteSize.ByteSize
  /**
   * Whether a body is passed on as it comes and an answer may take minutes: the program refuses a client without a token before it reads hundreds of
   * megabytes, which nginx would buffer in memory first.
   */
  readonly passesBodies?: boolean
  /** Whether it answers under every name: for a scraper, which calls a pod by its address. All others pass the reader's name on, to be checked. */
  readonly anyName?: boolean
}

/** Where nginx keeps a request or an answer that it cannot hold in memory. */
const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]

const serverOf = ({
  port,
  upstream,
  certificate,
  key,
  maxBody,
  passesBodies = false,
  anyName = false
}: Gate) => `  server {
    listen ${port} ssl;
    listen [::]:${port} ssl;
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;
    client_max_body_size ${ByteSize.toNumberUnsafe(maxBody)};
${passesBodies ? "    proxy_request_buffering off;\n    proxy_read_timeout 300s;\n" : ""}    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_set_header Host ${anyName ? `127.0.0.1:${upstream}` : "$http_host"};
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
`

/** Returns the configuration of one nginx. It writes to /tmp only, so that it runs as any user over a read-only root. */
export const gateConfig = (...gates: ReadonlyArray<Gate>): string => `# Made by infra/cluster/make.ts.
pid /tmp/nginx.pid;
error_log stderr warn;
worker_processes 1;
events {}
http {
${temporary.map((kind) => `  ${kind}_temp_path /tmp/nginx-${kind};`).join("\n")}
  server_tokens off;
  access_log off;
${gates.map(serverOf).join("")}}
`

const page = { upstream: 8080, maxBody: portalMaxBytes }

/** The name of the host is that of the certificate, which a page that rebinds its own name does not have. */
const party = { maxBody: partyMaxBytes, passesBodies: true, anyName: true }

const inContainer = { port: 8444, certificate: "/run/secrets/server-crt", key: "/run/secrets/server-key" }

/** The gates of containers, by their file: of the page, and of the servers of linkage rounds. */
export const composeGates: Readonly<Record<string, Gate>> = {
  "compose/gate.conf": { ...page, ...inContainer },
  "linkage/holder-gate.conf": { upstream: 8601, ...party, ...inContainer },
  "linkage/linker-gate.conf": { upstream: 8600, ...party, ...inContainer }
}

const inPod = { certificate: "/etc/tls/tls.crt", key: "/etc/tls/tls.key" }

/** Metrics have a port of their own, which only Prometheus reaches. */
const metrics = { port: 9465, upstream: 9464, maxBody: ByteSize.kibibytes(64), anyName: true, ...inPod }

/** The gates of pods, by the name of their ConfigMap. */
const podGates: Readonly<Record<string, ReadonlyArray<Gate>>> = {
  "corridor-ingest-gate": [metrics],
  "corridor-page-gate": [{ port: 8444, ...page, ...inPod }, metrics],
  "corridor-portal-gate": [{ port: 8444, ...page, ...inPod }, metrics]
}

/** Returns the proxies' configuration as Kubernetes ConfigMaps, one for each program. */
export const gatesYaml = (): string =>
  `# Made by infra/cluster/make.ts.\n${Object.entries(podGates)
    .map(([name, gates]) =>
      stringify({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace: "corridor" },
        data: { "nginx.conf": gateConfig(...gates) }
      })
    )
    .join("---\n")}`
