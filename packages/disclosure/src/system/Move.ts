/**
 * A change of the table that no published figure reveals: cells, and how far each moves from its true count. The true
 * table plus the move, or a part of it, looks the same to every reader while bounds hold. Hiding more keeps it valid.
 */
export interface Move {
  readonly cells: Uint32Array
  readonly by: Float64Array
}
