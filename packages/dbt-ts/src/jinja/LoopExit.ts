/** Thrown by `{% break %}` and `{% continue %}` inside of a loop. */
export class LoopExit {
  readonly kind: "break" | "continue"
  constructor(kind: "break" | "continue") {
    this.kind = kind
  }
}
