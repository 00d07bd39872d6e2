#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Natural logarithm.
func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// Inverse of the natural logarithm.
func naturalExponential(_ value: Double) -> Double { exp(value) }

/// The largest integer `n` with 10^n <= `value`; `value` must be finite and above 0.
func decimalExponent(of value: Double) -> Int {
  Int(log10(value).rounded(.down))
}

/// 10 to the power of an integer.
func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
