import Fixtures
import Foundation
import Measurements
import Testing

@Suite struct TextBufferTests {
  private func text(_ value: Double, _ decimals: Int, trimming: Bool = false) -> String {
    var buffer = TextBuffer()
    buffer.append(value, decimals: decimals, trimmingZeros: trimming)
    return buffer.string
  }

  @Test(
    arguments: [
      (0.0, 0, "0"), (0, 3, "0.000"), (-0.0, 2, "0.00"), (0.5, 0, "1"), (-0.5, 0, "-1"), (1.25, 1, "1.3"),
      (-1.25, 1, "-1.3"), (2.5, 0, "3"), (0.049, 1, "0.0"), (-0.049, 1, "0.0"), (0.999, 2, "1.00"),
      (123.456, 2, "123.46"), (1e-20, 15, "0.000000000000000"), (999_999.9999, 3, "1000000.000"),
      (1.5, -3, "2"), (0.1, 99, "0.100000000000000"), (.nan, 2, "nan"), (.infinity, 2, "inf"),
      (-.infinity, 2, "-inf"),
    ] as [(Double, Int, String)])
  func numberIsRoundedHalvesAwayFromZero(value: Double, decimals: Int, expected: String) {
    #expect(text(value, decimals) == expected)
  }

  @Test(
    arguments: [
      (1.5, 3, "1.5"), (2.0, 3, "2"), (0.0, 9, "0"), (1.05, 9, "1.05"), (100, 2, "100"), (-0.0001, 3, "0"),
    ] as [(Double, Int, String)])
  func zerosAtTheEndAreTrimmed(value: Double, decimals: Int, expected: String) {
    #expect(text(value, decimals, trimming: true) == expected)
  }

  @Test(
    arguments: [
      (12_345_678_901.75, 9, "12345678901.750000000"), (9e18, 2, "9000000000000000000.00"),
      (1e22, 0, "10000000000000000000000"),
      (1_208_925_819_614_629_174_706_176, 0, "1208925819614629174706176"),
      (-18_446_744_073_709_551_616, 1, "-18446744073709551616.0"),
    ] as [(Double, Int, String)])
  func largeNumberKeepsItsDigits(value: Double, decimals: Int, expected: String) {
    #expect(text(value, decimals) == expected)
  }

  @Test func greatestNumberIsExact() {
    #expect(text(.greatestFiniteMagnitude, 0) == String(format: "%.0f", Double.greatestFiniteMagnitude))
  }

  /// The C library rounds the exact binary value; ours may differ only where that is a tie to seven digits.
  @Test func roundingAgreesWithTheExactValue() {
    for seed in SeededNumbers.seeds(2000) {
      var numbers = SeededNumbers(seed: seed)
      let value = numbers.double(below: 20)
      let decimals = Int.random(in: 0...9, using: &numbers)
      let ours = text(value, decimals)
      let exact = String(format: "%.40f", value.magnitude)
      let point = exact.firstIndex(of: ".") ?? exact.endIndex
      let rest = exact[exact.index(point, offsetBy: decimals + 1)...]
      let isTie = rest.hasPrefix("4999999") || rest.hasPrefix("5000000")
      let library = String(format: "%.\(decimals)f", value)
      let expected = Double(library) == 0 ? library.replacingOccurrences(of: "-", with: "") : library
      #expect(ours == expected || isTie, "seed \(seed)")
    }
  }

  @Test func fifteenDecimalsComeBackAsTheSameNumber() throws {
    for seed in SeededNumbers.seeds(1000) {
      var numbers = SeededNumbers(seed: seed)
      let value = Double.random(in: -1...1, using: &numbers)
      let back = try #require(Double(text(value, 15, trimming: true)))
      #expect(abs(back - value) <= 0.7e-15, "seed \(seed)")
    }
  }

  @Test(
    arguments: [
      (0, 9, "0.000000000"), (1, 9, "0.000000001"), (999_999_999, 0, "0"), (-1, 6, "0.000000"),
      (-1_999, 6, "-0.000001"),
      (1_234_567_890, 3, "1.234"), (-61_000_000_000, 1, "-61.0"), (Int64.min, 9, "-9223372036.854775808"),
      (5, 20, "0.000000005"),
    ] as [(Int64, Int, String)])
  func secondsAreCut(nanoseconds: Int64, decimals: Int, expected: String) {
    var buffer = TextBuffer()
    buffer.appendSeconds(nanoseconds, decimals: decimals)
    #expect(buffer.string == expected)
  }

  @Test(
    arguments: [
      (0, 1, "0"), (7, 3, "007"), (-7, 3, "-007"), (Int64.min, 1, "-9223372036854775808"),
      (Int64.max, 1, "9223372036854775807"),
    ] as [(Int64, Int, String)])
  func integerIsFilledWithZeros(value: Int64, digits: Int, expected: String) {
    var buffer = TextBuffer()
    buffer.append(value, minimumDigits: digits)
    #expect(buffer.string == expected)
  }

  @Test func unsignedIntegersReachTheirEnd() {
    var buffer = TextBuffer()
    buffer.append(UInt64.max)
    #expect(buffer.string == "18446744073709551615")
  }

  @Test func piecesFollowEachOther() {
    var buffer = TextBuffer(capacity: 4)
    buffer.append("sp" as StaticString)
    buffer.append(String("äte"))
    buffer.append(byte: 0x21)
    buffer.append(contentsOf: [0x0A])
    #expect(buffer.string == "späte!\n")
    #expect(buffer.count == 8)
    buffer.removeAll()
    #expect(buffer.bytes.isEmpty)
  }

  @Test func bytesThatAreNoTextBecomeTheReplacementCharacter() {
    var buffer = TextBuffer()
    buffer.append(contentsOf: [0x61, 0xFF, 0x62])
    #expect(buffer.string == "a\u{FFFD}b")
  }
}
