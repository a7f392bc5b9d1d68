/**
 * For each question: the bounds of ln widening, and the coefficients for the constant and each part of `Memory` in order, which are those of
 * 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_widenings.py`.
 */
export const widenings = {
  dated: {
    least: 0.2,
    most: 0.3,
    coefficients: [
      [-0.6631, 0.5663, 0.0605],
      [0.2744, 0.2498, 0.4135],
      [0.7733, -0.8688, -0.3935],
      [-0.421, -1.279, -0.4859]
    ]
  },
  datedJointly: {
    least: 0.2,
    most: 0.3,
    coefficients: [
      [-0.7724, 0.6553, 0.08789],
      [0.6174, 0.106, 0.1748],
      [0.6366, -0.915, -0.3275],
      [-1.099, -0.6894, -0.15]
    ]
  }
} as const
