/// A transformation of the plane, `x' = a x + c y + e`, `y' = b x + d y + f` (ISO 32000-1, section 8.3.4).
struct Matrix {
  var a = 1.0
  var b = 0.0
  var c = 0.0
  var d = 1.0
  var e = 0.0
  var f = 0.0

  /// Takes the six numbers of a `cm`, `Tm` or `Matrix`; `nil` if there are not six.
  init?(_ numbers: [Double]) {
    guard numbers.count == 6, numbers.allSatisfy(\.isFinite) else { return nil }
    (a, b, c, d, e, f) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
  }

  /// The transformation that changes nothing.
  init() {}

  /// This one first, then `other`.
  func then(_ other: Matrix) -> Matrix {
    var result = Matrix()
    result.a = a * other.a + b * other.c
    result.b = a * other.b + b * other.d
    result.c = c * other.a + d * other.c
    result.d = c * other.b + d * other.d
    result.e = e * other.a + f * other.c + other.e
    result.f = e * other.b + f * other.d + other.f
    return result
  }

  /// Where a point goes.
  func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (a * x + c * y + e, b * x + d * y + f)
  }

  /// What a length along the second axis becomes: the height of letters.
  var heightScale: Double { (c * c + d * d).squareRoot() }

  /// What a length becomes on average: the width of lines.
  var meanScale: Double { (a * d - b * c).magnitude.squareRoot() }
}
