#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A colour of a figure as it looks on its background, sRGB bytes.
public struct FigureColor: Sendable, Hashable {
  /// Red, 0 to 255.
  public let red: UInt8
  /// Green, 0 to 255.
  public let green: UInt8
  /// Blue, 0 to 255.
  public let blue: UInt8

  /// Makes a colour of three bytes.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Makes a colour of three parts of 1; what lies outside is cut.
  init(_ red: Double, _ green: Double, _ blue: Double) {
    func byte(_ value: Double) -> UInt8 {
      value.isFinite ? UInt8((255 * min(1, max(0, value))).rounded()) : 0
    }
    self.init(red: byte(red), green: byte(green), blue: byte(blue))
  }

  /// The colour as `#154C9E`.
  public var hex: String {
    "#"
      + [red, green, blue].map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }

  /// The colour laid over another one.
  func over(_ background: FigureColor, opacity: Double) -> FigureColor {
    let share = opacity.isFinite ? min(1, max(0, opacity)) : 1
    func mix(_ top: UInt8, _ below: UInt8) -> Double {
      (share * Double(top) + (1 - share) * Double(below)) / 255
    }
    return FigureColor(
      mix(red, background.red), mix(green, background.green), mix(blue, background.blue))
  }

  /// CIE L*a*b* under D65; L* is what is left in grey, 0 for black and 100 for white.
  var lab: (lightness: Double, a: Double, b: Double) {
    let linear = [red, green, blue].map { byte in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    func root(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116 }
    let x = root((0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047)
    let y = root(0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2])
    let z = root((0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// CIE L*: what is left of the colour in grey, 0 for black and 100 for white.
  public var lightness: Double { lab.lightness }

  /// How far apart two colours look, in units of L*a*b*.
  func distance(to other: FigureColor) -> Double {
    let (mine, its) = (lab, other.lab)
    let squares = [mine.lightness - its.lightness, mine.a - its.a, mine.b - its.b].map { $0 * $0 }
    return squares.reduce(0, +).squareRoot()
  }
}
