/**
 * For each question: the bounds of ln widening, and the coefficients for the constant and each part of `Memory` in order, which are those of
 * 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_widenings.py`.
 */
export const widenings = {
  trend: {
    least: 0.4,
    most: 0.25,
    coefficients: [
      [0.2241, 0.07775, -0.1456],
      [0.8777, -1.019, 0.07012],
      [-1.128, 0.664, 0.2535],
      [-2.009, 2.452, -0.3246]
    ]
  },
  step: {
    least: 0.12,
    most: 0.15,
    coefficients: [
      [-0.05615, -0.3531, 0.1746],
      [0.9532, -0.7458, -0.4352],
      [-0.5229, -0.01846, 0.7448],
      [0.4224, 0.3932, 0.9425]
    ]
  },
  dated: {
    least: 0.2,
    most: 0.3,
    coefficients: [
      [-0.6139, 0.1748, 0.3441],
      [0.7843, 0.5668, 0.1836],
      [0.2768, -0.1931, -0.7678],
      [-1.469, -2.03, -0.1048]
    ]
  },
  datedJointly: {
    least: 0.2,
    most: 0.3,
    coefficients: [
      [-1.165, 0.1708, 0.16],
      [1.283, 0.1777, -0.7914],
      [0.7917, 0.3554, 0.02764],
      [-2.62, -1.444, 2.08]
    ]
  }
} as const
