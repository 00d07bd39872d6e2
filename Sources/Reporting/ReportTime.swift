public import Charts
import Measurements
public import TCPAnalysis

/// Times of a report: the zero of an axis, and how times are printed.
public enum ReportTime {
  /// The time axis of a connection.
  ///
  /// - Parameters:
  ///   - origin: Where the zero lies; for absolute times it is the whole second before the first packet, so that
  ///     bins start at whole seconds of UTC.
  ///   - connection: The connection; `nil` for the whole capture.
  ///   - captureStart: Time of the first packet of the capture, nanoseconds since the epoch.
  ///   - shown: The part that is shown, nanoseconds since the epoch; either side may be open.
  /// - Returns: The axis; its zoom is relative to its zero.
  public static func axis(
    origin: TimeAxis.Origin, connection: ConnectionSummary?, captureStart: Int64,
    shown: (start: Int64?, stop: Int64?) = (nil, nil)
  ) -> TimeAxis {
    let first = connection?.firstTime ?? captureStart
    let zero: Int64 =
      switch origin {
      case .connection: first
      case .capture: captureStart
      case .absolute: first.flooredDivision(by: 1_000_000_000) &* 1_000_000_000
      }
    return TimeAxis(
      origin: origin, zero: zero, zoomStart: shown.start.map { $0 &- zero },
      zoomStop: shown.stop.map { $0 &- zero })
  }

  /// What the zero of an axis is, in words: `from the connection's first packet`.
  public static func words(_ origin: TimeAxis.Origin) -> String {
    switch origin {
    case .connection: "from the connection's first packet"
    case .capture: "from the capture's first packet"
    case .absolute: "UTC"
    }
  }

  /// Nanoseconds as seconds, rounded to `decimals` decimals, minus as U+2212.
  public static func seconds(_ nanoseconds: Int64, decimals: Int) -> String {
    Quantity.decimal(Double(nanoseconds) / 1e9, decimals: decimals)
  }

  /// The decimals that tell two times of one range apart: 2 from 1 s on, more below.
  public static func decimals(range nanoseconds: Int64) -> Int {
    switch nanoseconds.magnitude {
    case 1_000_000_000...: 2
    case 100_000_000...: 3
    case 10_000_000...: 4
    default: 6
    }
  }

  /// A time or a range of times since the epoch as it stands on `axis`: `3.07–5.26`, `20:10:13.95`.
  public static func range(_ start: Int64, _ stop: Int64?, axis: TimeAxis) -> String {
    let from = point(start, axis: axis, decimals: 2)
    guard let stop, stop != start else { return from }
    let to = point(stop, axis: axis, decimals: 2)
    guard from == to else { return "\(from)\u{2013}\(to)" }
    let places = decimals(range: stop &- start)
    return "\(point(start, axis: axis, decimals: places))\u{2013}\(point(stop, axis: axis, decimals: places))"
  }

  /// Date and time of day, UTC, to the second: `22 November 2026, 20:10:10 UTC`.
  public static func date(_ nanoseconds: Int64) -> String {
    let iso = Timestamp(nanoseconds: nanoseconds).iso8601(decimals: 0)
    let days = nanoseconds.flooredDivision(by: 86_400_000_000_000)
    let date = CivilDate(daysSinceEpoch: days)
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November",
      "December",
    ]
    let time = iso.split(separator: "T").last.map { $0.dropLast() } ?? ""
    return "\(date.day) \(months[date.month - 1]) \(date.year), \(time) UTC"
  }

  private static func point(_ time: Int64, axis: TimeAxis, decimals: Int) -> String {
    guard axis.origin == .absolute else { return seconds(time &- axis.zero, decimals: decimals) }
    let iso = Timestamp(nanoseconds: time).iso8601(decimals: decimals)
    return String(iso.drop { $0 != "T" }.dropFirst().dropLast())
  }
}
