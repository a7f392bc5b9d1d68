/** The layer of `SchemaRegistry` over the Confluent-compatible HTTP API that Apicurio, Confluent and others serve. */
import { Effect, flow, Layer, type Redacted, Ref, Schema, Semaphore, Stream } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { certificateProblem } from "../../ports/certificateProblem.ts"
import { limitedText, TooLong } from "../../ports/limitedText.ts"
import { meaningOfCode } from "../../ports/meaningOfCode.ts"
import { RegistryError, SchemaRegistry } from "../../ports/SchemaRegistry.ts"

type Operation = RegistryError["operation"]

export interface RegistryUser {
  readonly name: string
  readonly password: Redacted.Redacted<string>
}

export interface RegistryOptions {
  /** Base URL of the API, to which `/subjects` is appended. */
  readonly url: string
  /** Bearer token, if the registry requires one. */
  readonly token?: Redacted.Redacted<string> | undefined
  /** Who may change the embedded registry. */
  readonly user?: RegistryUser | undefined
}

/** Bytes of an answer. The largest schema has some 30 kB. */
const maxAnswerBytes = 4 * 1024 * 1024

/** The wire format has 32 bits for an id. */
const SchemaId = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 32 - 1 }))

const Registered = Schema.fromJsonString(Schema.Struct({ id: SchemaId }))
const Stored = Schema.fromJsonString(Schema.Struct({ schema: Schema.String }))
const Verdict = Schema.fromJsonString(Schema.Struct({ is_compatible: Schema.Boolean }))

/** Returns an error with the HTTP status only. The registry's message may quote the schema. */
const refused = (operation: Operation, status: number) =>
  new RegistryError({
    operation,
    retryable: status >= 500 || status === 429 || status === 408,
    message:
      status === 409
        ? "The schema is incompatible with the registered versions"
        : status === 401 || status === 403
          ? `The schema registry does not accept the token for ${operation} (HTTP ${status}): it is missing, has expired or may not do this. See CORRIDOR_REGISTRY_TOKEN; if the registry is embedded, restart the stack`
          : `The schema registry returned HTTP ${status} for ${operation}`
  })

const hungUp =
  "it closes the connection without an answer. Check that CORRIDOR_REGISTRY_URL is its address, and that it asks for no client's certificate, which Corridor does not show to a registry"

/** What a connection that ends without an answer looks like. */
const hangUps = { UND_ERR_SOCKET: hungUp, ECONNRESET: hungUp }

const silent = (operation: Operation, error: unknown) => {
  const problem = certificateProblem(error) ?? meaningOfCode(hangUps, error)
  const message =
    problem === undefined
      ? "The schema registry does not respond"
      : `The schema registry could not be asked: ${problem}`
  return new RegistryError({ operation, retryable: true, message })
}

const unexpected = (operation: Operation) =>
  new RegistryError({
    operation,
    retryable: false,
    message:
      "The schema registry returned an unexpected response. Check that CORRIDOR_REGISTRY_URL is the address of its Confluent-compatible API, and no other server answers there"
  })

const decode = <A>(operation: Operation, codec: Schema.Codec<A, string>, text: string) =>
  Schema.decodeEffect(codec)(text).pipe(Effect.mapError(() => unexpected(operation)))

const withCredentials = ({ token, user }: RegistryOptions) =>
  user !== undefined
    ? HttpClientRequest.basicAuth(user.name, user.password)
    : token !== undefined
      ? HttpClientRequest.bearerToken(token)
      : (same: HttpClientRequest.HttpClientRequest) => same

const makeSend = (client: HttpClient.HttpClient, options: RegistryOptions) => {
  const base = flow(
    HttpClientRequest.setHeader("accept", "application/vnd.schemaregistry.v1+json, application/json"),
    withCredentials(options)
  )
  /** Sends a request and returns the response's status and text. Fails as unavailable after ten seconds. */
  return (operation: Operation, method: "GET" | "POST" | "PUT", path: string, body?: unknown) => {
    const request = HttpClientRequest.make(method)(`${options.url}${path}`).pipe(
      base,
      body === undefined
        ? (same) => same
        : HttpClientRequest.bodyText(JSON.stringify(body), "application/vnd.schemaregistry.v1+json")
    )
    return client.execute(request).pipe(
      Effect.flatMap((response: HttpClientResponse.HttpClientResponse) =>
        Effect.tryPromise({
          try: () => limitedText(Stream.toReadableStream(response.stream), maxAnswerBytes),
          catch: (error) => error
        }).pipe(Effect.map((text) => ({ status: response.status, text })))
      ),
      Effect.timeout("10 seconds"),
      Effect.mapError((error) => (error instanceof TooLong ? unexpected(operation) : silent(operation, error)))
    )
  }
}

export const layer = (options: RegistryOptions): Layer.Layer<SchemaRegistry> =>
  Layer.effect(
    SchemaRegistry,
    Effect.gen(function* () {
      const send = makeSend(yield* HttpClient.HttpClient, options)
      const known = yield* Ref.make<ReadonlyMap<number, string>>(new Map())
      const oneLookup = yield* Semaphore.make(1)

      const register = Effect.fn("SchemaRegistry.register")(function* (subject: string, schema: string) {
        const path = encodeURIComponent(subject)
        const config = yield* send("register", "PUT", `/config/${path}`, { compatibility: "FULL_TRANSITIVE" })
        // A reader finds the schema if it is registered.
        const mayWrite = config.status !== 401 && config.status !== 403
        if (mayWrite && config.status !== 200) return yield* refused("register", config.status)
        const place = mayWrite ? `/subjects/${path}/versions` : `/subjects/${path}`
        const answer = yield* send("register", "POST", place, { schema })
        if (answer.status !== 200) return yield* refused("register", mayWrite ? answer.status : config.status)
        return (yield* decode("register", Registered, answer.text)).id
      })

      const lookUp = Effect.fnUntraced(function* (id: number) {
        const before = (yield* Ref.get(known)).get(id)
        if (before !== undefined) return before
        const answer = yield* send("schemaById", "GET", `/schemas/ids/${id}`)
        if (answer.status === 404) return undefined
        if (answer.status !== 200) return yield* refused("schemaById", answer.status)
        const { schema } = yield* decode("schemaById", Stored, answer.text)
        yield* Ref.update(known, (map) => new Map(map).set(id, schema))
        return schema
      })

      const schemaById = Effect.fn("SchemaRegistry.schemaById")((id: number) => oneLookup.withPermits(1)(lookUp(id)))

      const isCompatible = Effect.fn("SchemaRegistry.isCompatible")(function* (subject: string, schema: string) {
        const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions`
        const answer = yield* send("check", "POST", path, { schema })
        // A subject that does not exist accepts any schema.
        if (answer.status === 404) return true
        if (answer.status !== 200) return yield* refused("check", answer.status)
        return (yield* decode("check", Verdict, answer.text)).is_compatible
      })

      const ping = send("ping", "GET", "/subjects").pipe(
        Effect.flatMap(({ status }) => (status === 200 ? Effect.void : Effect.fail(refused("ping", status))))
      )
      return SchemaRegistry.of({ register, schemaById, isCompatible, ping })
    })
  ).pipe(Layer.provide(FetchHttpClient.layer))
