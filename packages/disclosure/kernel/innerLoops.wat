;; The innermost loops of the primal-dual method and of conjugate gradients. `../src/attack/InnerLoops.ts` says what they
;; are for. Parameters that name arrays are addresses: of numbers of 8 bytes, and of whole numbers of 4 bytes in `start` and
;; `index`. The entries of line r are start[r] to start[r + 1] - 1.
(module
  (import "state" "memory" (memory 1))

  ;; For each line: out = the sum of coefficient × x over its entries.
  (func (export "products")
    (param $lines i32) (param $start i32) (param $index i32) (param $coefficient i32) (param $x i32) (param $out i32)
    (local $last i32) (local $at i32) (local $end i32) (local $sum f64)
    (local.set $last (i32.add (local.get $out) (i32.shl (local.get $lines) (i32.const 3))))
    (local.set $at (i32.load (local.get $start)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $out) (local.get $last)))
        (local.set $start (i32.add (local.get $start) (i32.const 4)))
        (local.set $end (i32.load (local.get $start)))
        (local.set $sum (f64.const 0))
        (block $added
          (loop $entries
            (br_if $added (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $sum (f64.add (local.get $sum) (f64.mul
              (f64.load (i32.add (local.get $coefficient) (i32.shl (local.get $at) (i32.const 3))))
              (f64.load (i32.add (local.get $x) (i32.shl
                (i32.load (i32.add (local.get $index) (i32.shl (local.get $at) (i32.const 2))))
                (i32.const 3)))))))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $entries)))
        (f64.store (local.get $out) (local.get $sum))
        (local.set $out (i32.add (local.get $out) (i32.const 8)))
        (br $next))))

  ;; The root of (x - from) = strength / 4 / (x - low), where above = from - low: the proximal step with the barrier.
  (func $offBound (param $low v128) (param $above v128) (param $strength v128) (result v128)
    (f64x2.add (local.get $low) (f64x2.mul (v128.const f64x2 0.5 0.5) (f64x2.add (local.get $above)
      (f64x2.sqrt (f64x2.add (f64x2.mul (local.get $above) (local.get $above)) (local.get $strength)))))))

  ;; Moves the unknowns, two at a time, by what the prices ask (`pull`) and by the objective. A fixed unknown has the same
  ;; lowest and highest value.
  (func (export "moveUnknowns")
    (param $unknowns i32) (param $pull i32) (param $low i32) (param $lowest i32) (param $highest i32) (param $step i32)
    (param $weight i32) (param $target i32) (param $toll i32) (param $home i32) (param $point i32) (param $beyond i32)
    (param $barrier f64)
    (local $at i32) (local $last i32) (local $own v128) (local $before v128) (local $from v128) (local $bottom v128)
    (local $strength v128) (local $wanted v128) (local $enough v128) (local $back v128) (local $x v128) (local $fee v128)
    (local.set $last (i32.shl (local.get $unknowns) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $last)))
        (local.set $own (v128.load (i32.add (local.get $step) (local.get $at))))
        (local.set $before (v128.load (i32.add (local.get $point) (local.get $at))))
        (local.set $from (f64x2.sub (local.get $before)
          (f64x2.mul (local.get $own) (v128.load (i32.add (local.get $pull) (local.get $at))))))
        (local.set $bottom (v128.load (i32.add (local.get $low) (local.get $at))))
        (local.set $strength (f64x2.mul (local.get $own) (f64x2.splat (f64.mul (f64.const 4) (local.get $barrier)))))
        (local.set $wanted (v128.load (i32.add (local.get $weight) (local.get $at))))
        (local.set $enough (v128.load (i32.add (local.get $target) (local.get $at))))
        ;; Without the objective, and with it. It ends at the target.
        (local.set $back (call $offBound
          (local.get $bottom) (f64x2.sub (local.get $from) (local.get $bottom)) (local.get $strength)))
        (local.set $x (call $offBound
          (local.get $bottom)
          (f64x2.sub (f64x2.add (local.get $from) (f64x2.mul (local.get $own) (local.get $wanted))) (local.get $bottom))
          (local.get $strength)))
        (local.set $x (v128.bitselect
          (f64x2.pmax (local.get $x) (f64x2.pmin (local.get $back) (local.get $enough)))
          (f64x2.pmin (local.get $x) (f64x2.pmax (local.get $back) (local.get $enough)))
          (f64x2.lt (local.get $wanted) (v128.const f64x2 0 0))))
        ;; An unknown that pays a toll moves from home only by what exceeds it.
        (local.set $fee (f64x2.mul (local.get $own) (v128.load (i32.add (local.get $toll) (local.get $at)))))
        (local.set $x (v128.bitselect
          (f64x2.pmax
            (f64x2.sub (local.get $from) (local.get $fee))
            (f64x2.pmin
              (f64x2.add (local.get $from) (local.get $fee))
              (v128.load (i32.add (local.get $home) (local.get $at)))))
          (local.get $x)
          (f64x2.gt (local.get $fee) (v128.const f64x2 0 0))))
        (local.set $x (f64x2.pmin
          (v128.load (i32.add (local.get $highest) (local.get $at)))
          (f64x2.pmax (v128.load (i32.add (local.get $lowest) (local.get $at))) (local.get $x))))
        (v128.store (i32.add (local.get $beyond) (local.get $at))
          (f64x2.sub (f64x2.add (local.get $x) (local.get $x)) (local.get $before)))
        (v128.store (i32.add (local.get $point) (local.get $at)) (local.get $x))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))
)
