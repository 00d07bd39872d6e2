/// The objects of a PDF file, read where they are asked for.
///
/// Any bytes are allowed: what is wrong is an error, and the whole work is bounded by the size of the file.
final class PDFFile {
  /// Largest file that is read, in bytes.
  static let largest = 64 << 20
  /// Most bytes that the streams of one file may hold.
  private static let mostExpanded = 192 << 20

  private let bytes: [UInt8]
  private var places: [Int: CrossReference.Place] = [:]
  private var objects: [Int: PDFObject] = [:]
  private var containers: [Int: ObjectStream] = [:]
  private var streams: [Int: PDFStream] = [:]
  private var beingRead: Set<Int> = []
  /// Objects that may wait for one another; each takes its part of the stack.
  private static let mostWaiting = 64
  /// Bytes that may still be read as objects; hostile tables name one object many times.
  private var readable: Int
  private var expandable = PDFFile.mostExpanded
  /// What the end of the file says of the whole.
  private(set) var trailer: [String: PDFObject] = [:]

  /// Opens a file.
  ///
  /// - Throws: ``PDFError``.
  init(_ bytes: [UInt8]) throws(PDFError) {
    guard bytes.count <= Self.largest else { throw .tooLarge(bytes: bytes.count, limit: Self.largest) }
    guard bytes.prefix(1024).containsSequence("%PDF-") else { throw .notAPDF }
    self.bytes = bytes
    readable = 8 * bytes.count + (1 << 20)
    let table = try CrossReference.read(bytes) { stream throws(PDFError) in try self.content(of: stream) }
    places = table.places
    trailer = table.trailer
    guard trailer["Encrypt"] == nil else { throw .encrypted }
  }

  /// An object itself, or what a reference leads to; null for what is not there.
  ///
  /// - Throws: ``PDFError`` for objects that lie where they cannot be read.
  func resolved(_ object: PDFObject?) throws(PDFError) -> PDFObject {
    var object = object ?? .null
    for _ in 0..<16 {
      guard case .reference(let number) = object else { return object }
      object = try self.object(number)
    }
    throw .damaged(reason: "references lead in a circle")
  }

  /// The dictionary that an object is or leads to; that of a stream too.
  func dictionary(_ object: PDFObject?) throws(PDFError) -> [String: PDFObject]? {
    if case .reference(let number) = object, let stream = try stream(number) { return stream.dictionary }
    return try resolved(object).dictionary
  }

  /// The array that an object is or leads to.
  func array(_ object: PDFObject?) throws(PDFError) -> [PDFObject]? { try resolved(object).array }

  /// The numbers of an array, resolved; `nil` if it has anything else.
  func numbers(_ object: PDFObject?) throws(PDFError) -> [Double]? {
    guard let items = try array(object), items.count <= 4096 else { return nil }
    var numbers: [Double] = []
    for item in items {
      guard let number = try resolved(item).number else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// The stream of an object's number; `nil` if it is none.
  func stream(_ number: Int) throws(PDFError) -> PDFStream? {
    if let stream = streams[number] { return stream }
    // What was read and is no stream.
    if objects[number] != nil { return nil }
    guard case .offset(let offset) = places[number], beingRead.insert(number).inserted else { return nil }
    defer { beingRead.remove(number) }
    let read = try indirect(at: offset, number: number)
    objects[number] = read.object
    streams[number] = read.stream
    return read.stream
  }

  /// The bytes of a stream without its filters.
  ///
  /// - Throws: ``PDFError``.
  func content(of stream: PDFStream) throws(PDFError) -> [UInt8] {
    var filters: [String] = []
    let filter = try resolved(stream.dictionary["Filter"] ?? stream.dictionary["F"])
    for item in filter.array ?? [filter] {
      if let name = try resolved(item).name { filters.append(name) }
    }
    var parameters: [[String: PDFObject]] = []
    let parameter = try resolved(stream.dictionary["DecodeParms"] ?? stream.dictionary["DP"])
    for item in parameter.array ?? [parameter] { parameters.append(try resolved(item).dictionary ?? [:]) }
    let content = try PDFFilters.decoded(
      bytes[stream.range], filters: filters, parameters: parameters, limit: expandable)
    expandable -= content.count
    return content
  }

  private func object(_ number: Int) throws(PDFError) -> PDFObject {
    if let object = objects[number] { return object }
    guard let place = places[number] else { return .null }
    guard beingRead.insert(number).inserted else { throw .damaged(reason: "references lead in a circle") }
    defer { beingRead.remove(number) }
    let object: PDFObject
    switch place {
    case .offset(let offset):
      let read = try indirect(at: offset, number: number)
      object = read.object
      streams[number] = read.stream
    case .inside(let container, let index):
      object = try self.container(container).object(index, spend: { self.spend($0) })
    }
    guard readable > 0 else { throw .tooComplex }
    objects[number] = object
    return object
  }

  private func spend(_ count: Int) { readable -= count }

  private func container(_ number: Int) throws(PDFError) -> ObjectStream {
    if let container = containers[number] { return container }
    guard let stream = try stream(number) else {
      throw .damaged(reason: "object \(number) should hold other objects")
    }
    let container = try ObjectStream(
      content: content(of: stream), count: try resolved(stream.dictionary["N"]).integer ?? 0,
      first: try resolved(stream.dictionary["First"]).integer ?? 0)
    containers[number] = container
    return container
  }

  /// Reads `n g obj … endobj`, with the extent of the bytes of a stream.
  private func indirect(
    at offset: Int, number: Int
  ) throws(PDFError) -> (object: PDFObject, stream: PDFStream?) {
    guard beingRead.count <= Self.mostWaiting else { throw .tooComplex }
    var lexer = PDFLexer(bytes, range: offset..<max(offset, bytes.count))
    guard lexer.integer() == number, lexer.integer() != nil, case .keyword("obj") = lexer.next(),
      let object = lexer.object()
    else { throw .damaged(reason: "object \(number) is not where it should be") }
    spend(lexer.position - offset)
    guard readable > 0 else { throw .tooComplex }
    if let first = object.integer {
      // An object may be nothing but a reference, `n g R`.
      var ahead = lexer
      if ahead.integer() != nil, case .keyword("R") = ahead.next() { return (.reference(first), nil) }
    }
    guard let dictionary = object.dictionary, case .keyword("stream") = lexer.next() else {
      return (object, nil)
    }
    lexer.skipLineEnd()
    guard let length = try resolved(dictionary["Length"]).integer, length >= 0,
      length <= bytes.count - lexer.position
    else { throw .damaged(reason: "the stream \(number) ends behind the file") }
    let range = lexer.position..<(lexer.position + length)
    return (object, PDFStream(dictionary: dictionary, range: range))
  }
}

extension Collection where Element == UInt8 {
  /// Whether the characters of a text stand somewhere in the bytes.
  func containsSequence(_ text: StaticString) -> Bool { firstIndex(ofSequence: text) != nil }

  /// Where the characters of a text first stand.
  func firstIndex(ofSequence text: StaticString) -> Index? {
    let word = text.withUTF8Buffer { Array($0) }
    return indices.first { self[$0] == word[0] && self[$0...].starts(with: word) }
  }
}
