@preconcurrency import Glibc
import Measurements
import Reporting

/// A line on standard error that says how far a reading is: bytes, packets, rate, time left.
///
/// It appears after half a second and goes away at the end.
final class ProgressBar {
  private static let firstShown: Int64 = 500_000_000
  private static let interval: Int64 = 100_000_000

  private let label: String
  private let totalBytes: UInt64?
  private let start = ProgressBar.now
  private var lastShown: Int64 = 0

  /// Makes a bar for one reading.
  init(label: String, totalBytes: UInt64?) {
    self.label = label
    self.totalBytes = totalBytes
  }

  /// Takes note of what was read; draws at most ten times a second.
  func update(bytes: UInt64, packets: UInt64) {
    let now = Self.now
    let elapsed = now - start
    guard elapsed > Self.firstShown, now - lastShown > Self.interval else { return }
    lastShown = now
    StandardError.write("\r\u{1B}[K" + line(bytes: bytes, packets: packets, nanoseconds: elapsed))
  }

  /// Removes the line.
  func end() {
    if lastShown > 0 { StandardError.write("\r\u{1B}[K") }
  }

  /// The line, at most 79 columns.
  func line(bytes: UInt64, packets: UInt64, nanoseconds: Int64) -> String {
    let rate = Double(bytes) * 1e9 / Double(max(1, nanoseconds))
    let amount = Quantity.si(Double(bytes), "B")
    let speed = "\(Quantity.count(Int64(clamping: packets))) packets, \(Quantity.si(rate, "B/s"))"
    guard let totalBytes, totalBytes > 0, bytes <= totalBytes else { return "\(label)  \(amount), \(speed)" }
    let share = Double(bytes) / Double(totalBytes)
    let width = 12
    let filled = Int(share * Double(width))
    let bar =
      String(repeating: "\u{2588}", count: filled) + String(repeating: "\u{2591}", count: width - filled)
    let left = rate > 0 ? Int64(Double(totalBytes - bytes) / rate) : 0
    return
      "\(label) \(bar) \(Int(share * 100)) % of \(Quantity.si(Double(totalBytes), "B")), \(speed), \(left) s left"
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
