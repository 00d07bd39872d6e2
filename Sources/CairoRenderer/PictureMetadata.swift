/// What a picture file says of itself besides its pixels.
public struct PictureMetadata: Sendable, Equatable {
  /// Title.
  public var title: String
  /// Alternative text.
  public var description: String
  /// Program and version, `captcp 1.0.0`.
  public var software: String
  /// What was drawn: file name, size, time of the first packet.
  public var source: String
  /// Words to be found by.
  public var keywords: [String]
  /// Time of creation, seconds since 1970-01-01T00:00:00Z.
  ///
  /// Never the wall clock, or two runs would give different bytes.
  public var creationSeconds: Int64

  /// Makes metadata.
  public init(
    title: String, description: String, software: String, source: String, keywords: [String] = [],
    creationSeconds: Int64
  ) {
    self.title = title
    self.description = description
    self.software = software
    self.source = source
    self.keywords = keywords
    self.creationSeconds = creationSeconds
  }
}

extension PictureMetadata {
  /// Time of creation as ISO 8601, UTC, `2024-05-01T12:30:00Z`; years outside 1970 to 9999 become the nearest.
  var creationDate: String {
    let seconds = max(0, min(253_402_300_799, creationSeconds))
    var day = seconds / 86_400
    var year: Int64 = 1970
    while day >= Self.days(inYear: year) {
      day -= Self.days(inYear: year)
      year += 1
    }
    var month: Int64 = 1
    while day >= Self.days(inMonth: month, year: year) {
      day -= Self.days(inMonth: month, year: year)
      month += 1
    }
    let clock = seconds % 86_400
    let date = [Self.padded(year, 4), Self.padded(month, 2), Self.padded(day + 1, 2)].joined(separator: "-")
    let time = [clock / 3600, clock / 60 % 60, clock % 60].map { Self.padded($0, 2) }.joined(separator: ":")
    return "\(date)T\(time)Z"
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(inYear year: Int64) -> Int64 { isLeap(year) ? 366 : 365 }

  private static func days(inMonth month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
