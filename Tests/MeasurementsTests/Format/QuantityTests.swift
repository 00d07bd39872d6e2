import Measurements
import Testing

@Suite struct QuantityTests {
  @Test(
    arguments: [
      (0, "0"), (9999, "9999"), (10_000, "10\u{202F}000"), (1_234_567, "1\u{202F}234\u{202F}567"),
      (-42, "\u{2212}42"),
      (-100_000, "\u{2212}100\u{202F}000"),
      (Int64.min, "\u{2212}9\u{202F}223\u{202F}372\u{202F}036\u{202F}854\u{202F}775\u{202F}808"),
    ] as [(Int64, String)])
  func thousandsAreSetApartFromFiveDigitsOn(value: Int64, expected: String) {
    #expect(Quantity.count(value) == expected)
  }

  @Test(
    arguments: [
      (1.5, 2, "1.50"), (-1.5, 0, "\u{2212}2"), (-0.04, 1, "0.0"), (.nan, 1, "\u{2014}"),
      (-.infinity, 1, "\u{2014}"),
    ] as [(Double, Int, String)])
  func decimalKeepsItsZerosAndHasARealMinus(value: Double, decimals: Int, expected: String) {
    #expect(Quantity.decimal(value, decimals: decimals) == expected)
  }

  @Test(
    arguments: [
      (0.0, "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1.00 kB"), (14_900_000, "14.9 MB"),
      (999_600, "1.00 MB"),
      (9_430_000, "9.43 MB"), (99_960_000, "100 MB"), (0.25, "0.25 B"), (-1500, "\u{2212}1.50 kB"),
      (2.5e18, "2.50 EB"),
      (.nan, "\u{2014}"),
    ] as [(Double, String)])
  func ratesTakeDecimalPrefixes(value: Double, expected: String) {
    #expect(Quantity.si(value, "B") == expected)
  }

  @Test(
    arguments: [
      (0.0, "0 B"), (512, "512 B"), (1023, "1023 B"), (1024, "1 KiB"), (65_536, "64 KiB"),
      (1_500_000, "1.43 MiB"),
      (6_291_456, "6 MiB"), (1_047_552, "1023 KiB"),
    ] as [(Double, String)])
  func windowsTakeBinaryPrefixes(value: Double, expected: String) {
    #expect(Quantity.iec(value) == expected)
  }

  @Test func hugeValuesStayAtTheLastPrefix() {
    #expect(Quantity.si(1e30, "B").hasSuffix(" EB"))
    #expect(Quantity.si(.greatestFiniteMagnitude, "B").hasSuffix(" EB"))
    #expect(Quantity.iec(-.greatestFiniteMagnitude).hasSuffix(" EiB"))
  }

  @Test(
    arguments: [
      (0, "0 ns"), (999, "999 ns"), (1000, "1.00 µs"), (12_000, "12.0 µs"), (43_100_000, "43.1 ms"),
      (2_190_000_000, "2.19 s"),
      (999_999_999, "1.00 s"), (999_999, "1.00 ms"), (999_400_000, "999 ms"), (-5, "\u{2212}5 ns"),
      (-1_500_000_000, "\u{2212}1.50 s"), (12_345_000_000_000, "12\u{202F}345 s"),
    ] as [(Int64, String)])
  func durationHasAFittingUnit(nanoseconds: Int64, expected: String) {
    #expect(Quantity.duration(nanoseconds: nanoseconds) == expected)
  }

  @Test func longestDurationDoesNotTrap() {
    #expect(Quantity.duration(nanoseconds: .min).hasPrefix("\u{2212}9"))
    #expect(Quantity.duration(nanoseconds: .max).hasSuffix(" s"))
  }

  @Test(
    arguments: [
      (0, 10, "0.0 %"), (1, 3, "33.3 %"), (3, 3, "100.0 %"), (1, 200, "0.50 %"), (0, 0, "\u{2014}"),
      (5, -1, "\u{2014}"),
    ] as [(Int64, Int64, String)])
  func shareOfNothingIsADash(part: Int64, whole: Int64, expected: String) {
    #expect(Quantity.percent(part, of: whole) == expected)
  }

  @Test(
    arguments: [
      (0.0, "0.00"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"), (99.96, "100"), (1000.4, "1000"),
      (1e17, "100000000000000000"),
    ] as [(Double, String)])
  func threeDigitsAreSignificant(value: Double, expected: String) {
    #expect(Quantity.significant(value) == expected)
  }
}
