/// Where each object of a file stands (ISO 32000-1, sections 7.5.4 and 7.5.8).
struct CrossReference {
  /// The place of an object.
  enum Place {
    /// Bytes from the start of the file.
    case offset(Int)
    /// In a stream of objects, with its index there.
    case inside(container: Int, index: Int)
  }

  private static let mostSections = 64

  /// The places by number.
  private(set) var places: [Int: Place] = [:]
  /// The newest trailer.
  private(set) var trailer: [String: PDFObject] = [:]
  private let bytes: [UInt8]
  private let content: (PDFStream) throws(PDFError) -> [UInt8]

  /// Reads the tables of a file from the newest to the oldest.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - content: Takes the filters off a stream.
  /// - Returns: The places by number, and the newest trailer.
  /// - Throws: ``PDFError/damaged(reason:)``.
  static func read(
    _ bytes: [UInt8], content: (PDFStream) throws(PDFError) -> [UInt8]
  ) throws(PDFError) -> (places: [Int: Place], trailer: [String: PDFObject]) {
    try withoutActuallyEscaping(content) { content throws(PDFError) in
      var table = CrossReference(bytes: bytes, content: content)
      try table.readAll()
      return (table.places, table.trailer)
    }
  }

  private init(bytes: [UInt8], content: @escaping (PDFStream) throws(PDFError) -> [UInt8]) {
    self.bytes = bytes
    self.content = content
  }

  private mutating func readAll() throws(PDFError) {
    // Readers look for the mark within the last bytes only (ISO 32000-1, annex H.3, note 18).
    let start = max(0, bytes.count - 2048)
    let mark = Array("startxref".utf8)
    let last = (start..<bytes.count).last { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
    guard let last else { throw .damaged(reason: "the table of its objects is missing at the end") }
    var lexer = PDFLexer(bytes, range: (last + mark.count)..<bytes.count)
    guard var offset = lexer.integer() else {
      throw .damaged(reason: "the table of its objects is not named")
    }
    var seen: Set<Int> = []
    while seen.insert(offset).inserted {
      guard (0..<bytes.count).contains(offset), seen.count <= Self.mostSections else {
        throw .damaged(reason: "the table of its objects is not where it should be")
      }
      let section = try readSection(at: offset)
      if trailer.isEmpty { trailer = section }
      if let hybrid = section["XRefStm"]?.integer, (0..<bytes.count).contains(hybrid) {
        _ = try readSection(at: hybrid)
      }
      guard let previous = section["Prev"]?.integer else { break }
      offset = previous
    }
    guard trailer["Root"] != nil else { throw .damaged(reason: "its trailer names no root") }
  }

  private mutating func readSection(at offset: Int) throws(PDFError) -> [String: PDFObject] {
    var lexer = PDFLexer(bytes, range: offset..<bytes.count)
    switch lexer.next() {
    case .keyword("xref"): return try readTable(&lexer)
    case .object(let number) where number.integer != nil: return try readStream(&lexer)
    default: throw .damaged(reason: "the table of its objects is not where it should be")
    }
  }

  private mutating func readTable(_ lexer: inout PDFLexer) throws(PDFError) -> [String: PDFObject] {
    while true {
      switch lexer.next() {
      case .keyword("trailer"):
        guard let trailer = lexer.object()?.dictionary else {
          throw .damaged(reason: "its trailer is missing")
        }
        return trailer
      case .object(let first):
        guard let first = first.integer, let count = lexer.integer(), count >= 0, count <= bytes.count / 8
        else {
          throw .damaged(reason: "the table of its objects is wrong")
        }
        for index in 0..<count {
          guard let offset = lexer.integer(), lexer.integer() != nil, case .keyword(let kind) = lexer.next()
          else { throw .damaged(reason: "the table of its objects is wrong") }
          if kind == "n" { note(.offset(offset), for: first &+ index) }
        }
      default: throw .damaged(reason: "the table of its objects breaks off")
      }
    }
  }

  /// The newest place of an object is the first one met.
  private mutating func note(_ place: Place, for number: Int) {
    if case .offset(let offset) = place, !(0..<bytes.count).contains(offset) { return }
    if places[number] == nil { places[number] = place }
  }

  private mutating func readStream(_ lexer: inout PDFLexer) throws(PDFError) -> [String: PDFObject] {
    guard lexer.integer() != nil, case .keyword("obj") = lexer.next(),
      let dictionary = lexer.object()?.dictionary, case .keyword("stream") = lexer.next()
    else { throw .damaged(reason: "the table of its objects is not where it should be") }
    lexer.skipLineEnd()
    guard let length = dictionary["Length"]?.integer, length >= 0, length <= bytes.count - lexer.position
    else {
      throw .damaged(reason: "the table of its objects breaks off")
    }
    let range = lexer.position..<(lexer.position + length)
    let rows = try content(PDFStream(dictionary: dictionary, range: range))
    let widths = (dictionary["W"]?.array ?? []).compactMap(\.integer)
    guard widths.count == 3, widths.allSatisfy({ (0...8).contains($0) }), widths.reduce(0, +) > 0 else {
      throw .damaged(reason: "the table of its objects is wrong")
    }
    let index = dictionary["Index"]?.array?.compactMap(\.integer) ?? [0, dictionary["Size"]?.integer ?? 0]
    readRows(rows, widths: widths, index: index)
    return dictionary
  }

  private mutating func readRows(_ rows: [UInt8], widths: [Int], index: [Int]) {
    let length = widths.reduce(0, +)
    var start = 0
    for pair in stride(from: 0, to: index.count - 1, by: 2) {
      var number = index[pair]
      var left = index[pair + 1]
      while left > 0, start + length <= rows.count {
        var place = start
        let fields = widths.map { width -> Int in
          defer { place += width }
          return rows[place..<(place + width)].reduce(0) { ($0 << 8) | Int($1) }
        }
        // A type of no width is 1.
        switch widths[0] == 0 ? 1 : fields[0] {
        case 1: note(.offset(fields[1]), for: number)
        case 2: note(.inside(container: fields[1], index: fields[2]), for: number)
        default: break
        }
        start += length
        number &+= 1
        left -= 1
      }
    }
  }
}
