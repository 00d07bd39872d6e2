/// Numbers with units as people read them in tables, captions and messages.
///
/// Rates and bytes on the wire take SI prefixes (k = 1000), buffers and windows IEC prefixes (Ki = 1024). The
/// decimal point is always a point, thousands are set apart by U+202F from five digits on, minus is U+2212.
public enum Quantity {
  /// A count with its thousands set apart: `19 908`.
  public static func count(_ value: Int64) -> String {
    let digits = String(value.magnitude)
    let sign = value < 0 ? "\u{2212}" : ""
    guard digits.count >= 5 else { return sign + digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "\u{202F}" }
      result.append(digit)
    }
    return sign + result
  }

  /// A number with `decimals` decimals, trailing zeros kept; a dash if it is not finite.
  public static func decimal(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "\u{2014}" }
    var text = TextBuffer()
    text.append(value, decimals: decimals)
    return text.bytes.first == UInt8(ascii: "-") ? "\u{2212}" + text.string.dropFirst() : text.string
  }

  /// A value with an SI prefix and three or four significant digits: `14.9 MB`, `9.43 Mbit/s`.
  public static func si(_ value: Double, _ unit: String) -> String {
    scaled(value, unit, base: 1000, prefixes: ["", "k", "M", "G", "T", "P", "E"])
  }

  /// A value with an IEC prefix: `64 KiB`.
  public static func iec(_ value: Double, _ unit: String = "B") -> String {
    scaled(value, unit, base: 1024, prefixes: ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"])
  }

  /// A duration in a fitting unit: `2.19 s`, `43.1 ms`, `12.0 µs`.
  public static func duration(nanoseconds: Int64) -> String {
    let value = Double(nanoseconds)
    switch nanoseconds.magnitude {
    // Rounded to three digits, 999.6 ms is a second.
    case 999_500_000...: return "\(significant(value / 1e9)) s"
    case 999_500...: return "\(significant(value / 1e6)) ms"
    case 1000...: return "\(significant(value / 1e3)) \u{B5}s"
    default: return "\(count(nanoseconds)) ns"
    }
  }

  /// A share of the whole in per cent with one decimal (two below 1 %), or a dash if the whole is zero.
  public static func percent(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "\u{2014}" }
    let value = 100 * Double(part) / Double(whole)
    return decimal(value, decimals: value > 0 && value < 1 ? 2 : 1) + " %"
  }

  /// Three significant digits, whole numbers from 1000 on.
  public static func significant(_ value: Double) -> String {
    switch value.magnitude {
    case 1e15...: decimal(value, decimals: 0)
    case 1000...: count(Int64(value.rounded()))
    case 99.95...: decimal(value, decimals: 0)
    case 9.995...: decimal(value, decimals: 1)
    default: decimal(value, decimals: 2)
    }
  }

  private static func scaled(_ value: Double, _ unit: String, base: Double, prefixes: [String]) -> String {
    guard value.isFinite else { return "\u{2014}" }
    var scaled = value
    var index = 0
    while scaled.magnitude >= base * 0.9995, index < prefixes.count - 1 {
      scaled /= base
      index += 1
    }
    let isWhole = scaled == scaled.rounded() && (index == 0 || scaled.magnitude < 10_000)
    let number =
      isWhole && index == 0
      ? count(Int64(scaled)) : isWhole && base == 1024 ? count(Int64(scaled)) : significant(scaled)
    return "\(number) \(prefixes[index])\(unit)"
  }
}
