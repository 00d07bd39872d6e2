import Measurements

/// A number with an exact decimal form: `mantissa` times a power of ten.
///
/// Ticks are integer multiples of such a step, so no error adds up along an axis and labels show exactly the
/// decimals that the step needs.
struct DecimalNumber: Sendable, Hashable {
  /// The integer factor.
  var mantissa: Int64
  /// The power of ten.
  var exponent: Int

  /// The nearest binary number.
  var value: Double {
    exponent >= 0
      ? Double(mantissa) * powerOfTen(exponent) : Double(mantissa) / powerOfTen(-exponent)
  }

  /// Digits behind the decimal point of this number's multiples.
  var decimals: Int { max(0, -exponent) }

  /// The multiple as printed: no exponent, U+2212 as minus, U+202F between thousands from five digits on.
  func label(multiple: Int64) -> String {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: multiple)
    guard !overflow else { return Quantity.significant(value * Double(multiple)) }
    var digits = String(product.magnitude)
    if exponent > 0, product != 0 { digits += String(repeating: "0", count: min(exponent, 40)) }
    let sign = product < 0 ? "\u{2212}" : ""
    guard decimals > 0 else { return sign + Self.grouped(digits) }
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals - digits.count + 1) + digits
    }
    return sign + Self.grouped(String(digits.dropLast(decimals))) + "." + digits.suffix(decimals)
  }

  /// Significant digits of a multiple, trailing zeros of whole numbers not counted.
  func significantDigits(multiple: Int64) -> Int {
    var rest = mantissa.multipliedReportingOverflow(by: multiple).partialValue.magnitude
    guard rest > 0 else { return 1 }
    while exponent >= 0, rest % 10 == 0 { rest /= 10 }
    return String(rest).count
  }

  /// Sets thousands apart from five digits on.
  static func grouped(_ digits: String) -> String {
    guard digits.count >= 5 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "\u{202F}" }
      result.append(digit)
    }
    return result
  }
}
