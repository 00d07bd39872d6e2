/// One object of a PDF file (ISO 32000-1, section 7.3).
indirect enum PDFObject {
  case null
  case boolean(Bool)
  case number(Double)
  case string([UInt8])
  case name(String)
  case array([PDFObject])
  case dictionary([String: PDFObject])
  /// The number of an indirect object; generations are those of old revisions and not looked at.
  case reference(Int)

  /// The number, if it is one.
  var number: Double? { if case .number(let value) = self { value } else { nil } }

  /// The whole number, if it is one.
  var integer: Int? { number.flatMap { Int(exactly: $0) } }

  /// The name, if it is one.
  var name: String? { if case .name(let value) = self { value } else { nil } }

  /// The elements, if it is an array.
  var array: [PDFObject]? { if case .array(let value) = self { value } else { nil } }

  /// The entries, if it is a dictionary.
  var dictionary: [String: PDFObject]? { if case .dictionary(let value) = self { value } else { nil } }

  /// The bytes, if it is a string.
  var string: [UInt8]? { if case .string(let value) = self { value } else { nil } }
}

/// A dictionary and the bytes behind it, still in their filters.
struct PDFStream {
  /// The dictionary.
  let dictionary: [String: PDFObject]
  /// Where its bytes stand in the file.
  let range: Range<Int>
}
