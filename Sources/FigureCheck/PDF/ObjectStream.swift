/// Objects that are packed into one stream (ISO 32000-1, section 7.5.7).
struct ObjectStream {
  private let content: [UInt8]
  private let offsets: [Int]

  /// Reads the table at the start of the content.
  ///
  /// - Throws: ``PDFError/damaged(reason:)``.
  init(content: [UInt8], count: Int, first: Int) throws(PDFError) {
    guard count >= 0, count <= content.count, first >= 0, first <= content.count else {
      throw .damaged(reason: "a stream of objects has an impossible table")
    }
    var lexer = PDFLexer(content, range: 0..<first)
    var offsets: [Int] = []
    for _ in 0..<count {
      guard lexer.integer() != nil, let offset = lexer.integer(), offset >= 0, offset <= content.count - first
      else { throw .damaged(reason: "a stream of objects has an impossible table") }
      offsets.append(first + offset)
    }
    self.content = content
    self.offsets = offsets
  }

  /// The object of an index; `spend` is told how many bytes it took.
  func object(_ index: Int, spend: (Int) -> Void) throws(PDFError) -> PDFObject {
    guard offsets.indices.contains(index) else {
      throw .damaged(reason: "a stream of objects has no object \(index)")
    }
    var lexer = PDFLexer(content, range: offsets[index]..<content.count)
    let object = lexer.object() ?? .null
    spend(lexer.position - offsets[index])
    return object
  }
}
