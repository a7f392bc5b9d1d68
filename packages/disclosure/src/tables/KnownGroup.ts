/** A label of a dimension whose persons are known to exist. A zero of it discloses where all of them are. */
export interface KnownGroup {
  readonly dimension: string
  readonly label: string
}
