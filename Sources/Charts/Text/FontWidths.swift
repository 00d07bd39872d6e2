/// Advance widths of one face, for text measured without any font installed.
///
/// The tables hold what the faces' `hmtx` and `hhea` tables say, in 1/2048 em. Kerning is left out, so a
/// measured line is never shorter than the drawn one.
struct FontWidths: Sendable {
  /// Height above the base line in 1/2048 em.
  let ascent: Int
  /// Depth below the base line in 1/2048 em.
  let descent: Int
  /// Two digits of base 64 a character, in the order of `index(of:)`.
  let widths: StaticString

  /// Characters beyond Latin-1 that charts print, in the order of the tables.
  static let further: [UInt32] = [
    0x3BC, 0x394, 0x2009, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x202F, 0x2190,
    0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CB, 0x25C6, 0x25B3,
  ]

  /// The width of a character in 1/2048 em: one em if unknown, nothing for combining marks.
  func width(of scalar: Unicode.Scalar) -> Int {
    guard let index = Self.index(of: scalar.value) else {
      return scalar.properties.canonicalCombiningClass == .notReordered ? 2048 : 0
    }
    return widths.withUTF8Buffer { buffer in
      guard 2 * index + 1 < buffer.count else { return 2048 }
      return Self.digit(buffer[2 * index]) * 64 + Self.digit(buffer[2 * index + 1])
    }
  }

  private static func index(of value: UInt32) -> Int? {
    switch value {
    case 0x20...0x7E: Int(value) - 0x20
    case 0xA0...0xFF: Int(value) - 0xA0 + 95
    default: further.firstIndex(of: value).map { $0 + 191 }
    }
  }

  private static func digit(_ byte: UInt8) -> Int {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x5A: Int(byte) - 0x41 + 10
    case 0x61...0x7A: Int(byte) - 0x61 + 36
    case UInt8(ascii: "-"): 62
    default: 63
    }
  }
}

extension FontWidths {
  /// DejaVu Sans.
  static let dejaVuSans = FontWidths(
    ascent: 1901, descent: 483,
    widths: """
      ABCrEkQqKNUQOz8pCVCVG0QqABBZABAoKNKNKNKNKNKNKNKNKNKNAoAoQqQqQqG_W0LvLzMMOfKEIQOpO49S9SK_HrRdNyPC\
      JJPCMFKKJZNRLvVfLxJZLxCVAoCVQqG0G0JdKKHcKKJiBHKKKI8v8vIY8vVBKIJbKKKKDAGhCZKIIyQBIyIyGpKNAoKNQqAB\
      CrKNKNKNKNAoG0G0W0F5JbQqBZW0G0G0QqCrCrG0KNKNABG0CrF5JbV1V1V1G_LvLvLvLvLvLvVBMMKEKEKEKE9S9S9S9SOp\
      NyPCPCPCPCPCQqPCNRNRNRNRJZJNKAJdJdJdJdJdJdVRHcJiJiJiJi8v8v8v8vJbKIJbJbJbJbJbQqJbKIKIKIKIIyKKIyKN\
      Lv6PG0W0ABABGbGbIuW06PQqQqQqQqQqQqQqQqQqRxOdOd
      """)

  /// DejaVu Sans, bold.
  static let dejaVuSansBold = FontWidths(
    ascent: 1901, descent: 483,
    widths: """
      B9EcGhQqMHW4Rw9pEeEeGlQqCADICABiMHMHMHMHMHMHMHMHMHMHCpCpQqQqQqIaW0OnOPNVQaLtLtQHQoBwBwOpKPVsQoRD\
      NTRDOfN3LrP_OnZJOhNBNDEeBiEeQqG0G0LcMwI-MwLjDxMwMoA-A-LIA-XMMoL_MwMwFoJ3FJMoKtTaKfKtIeMoBiMoQqB9\
      EcMHMHKNMHBiG0G0W0I3KhQqDIW0G0G0QqE1E1G0NZKNCAG0E1I3KhX8X8X8IaOnOnOnOnOnOnYkNVLtLtLtLtBwBwBwBwQq\
      QoRDRDRDRDRDQqRDP_P_P_P_NBNdN1LcLcLcLcLcLcXYI-LjLjLjLjA-A-A-A-L_MoL_L_L_L_L_QqL_MoMoMoMoKtMwKtNZ\
      On6PG0W0CACAL2L2KTW06PQqQqQqQqQqQqQqQqQqRxOdOd
      """)

  /// Liberation Sans.
  static let liberationSans = FontWidths(
    ascent: 1854, descent: 434,
    widths: """
      8v8vBNHpHpSTLM67AgAgCTIi8vAg8v8vHpHpHpHpHpHpHpHpHpHp8v8vIiIiIiHpWVLMLMN7N7LMJZOvN78vG0LMHpQgN7Ov\
      LMOvN7LMJZN7LMUDLMLMJZ8v8v8vF1HpAgHpHpG0HpHp8vHpHp7777G077QgHpHpHpHpAgG08vHpG0N7G0G0G0Ai8KAiIi8v\
      AgHpHpHpHp8KHpAgNbBsHpIiAgNbHhCpHaAgAgAgISHC8vAgAgBiHpQiQiQiJZLMLMLMLMLMLMW0N7LMLMLMLM8v8v8v8vN7\
      N7OvOvOvOvOvIiOvN7N7N7N7LMLMJZHpHpHpHpHpHpSTG0HpHpHpHp8v8v8v8vHpHpHpHpHpHpHpHaJZHpHpHpHpG0HpG0IS\
      LO6PHpW07777AgAgBDW06PW0G0W0G0IiHaHaHaHaJLOdOd
      """)

  /// Liberation Sans, bold.
  static let liberationSansBold = FontWidths(
    ascent: 1854, descent: 434,
    widths: """
      8vAgFBHpHpSTN77dAgAgCTIi8vAg8v8vHpHpHpHpHpHpHpHpHpHpAgAgIiIiIiJZVDN7N7N7N7LMJZOvN78vHpN7JZQgN7Ov\
      LMOvN7LMJZN7LMUDLMLMJZAg8vAgIiHpAgHpJZHpJZHpAgJZJZ8v8vHp8vSTJZJZJZJZCTHpAgJZHpOvHpHpG0CT8zCTIi8v\
      AgHpHpHpHp8zHpAgNbBsHpIiAgNbHhCpHaAgAgAgISHp8vAgAgBiHpQiQiQiJZN7N7N7N7N7N7W0N7LMLMLMLM8v8v8v8vN7\
      N7OvOvOvOvOvIiOvN7N7N7N7LMLMJZHpHpHpHpHpHpSTHpHpHpHpHp8v8v8v8vJZJZJZJZJZJZJZHaJZJZJZJZJZHpJZHpJb\
      N06PHpW08v8vG0G0BDW06PW0G0W0G0IiHaHaHaHaJLOdOd
      """)

  /// Liberation Serif.
  static let liberationSerif = FontWidths(
    ascent: 1825, descent: 443,
    widths: """
      80AgD4G0G0QgOv5nAgAgG0I380Ag808vG0G0G0G0G0G0G0G0G0G08v8vI3I3I3EDTUN7LMLMN7JZHpN7N7AgCTN7JZSTN7N7\
      HpN7LMHpJZN7N7UDN7N7JZAg8vAgF1G0AgEDG0EDG0EDAgG0G08v8vG08vOvG0G0G0G0AgCT8vG0G0N7G0G0EDFN6QFNHK80\
      AgG0G0G0G06QG0AgOK8rG0I3AgOKG0CpHa9c9cAgISEW80Ag9c9xG0O0O0O0EDN7N7N7N7N7N7STLMJZJZJZJZAgAgAgAgN7\
      N7N7N7N7N7N7I3N7N7N7N7N7N7HpG0EDEDEDEDEDEDLMEDEDEDEDED8v8v8v8vG0G0G0G0G0G0G0HaG0G0G0G0G0G0G0G0HA\
      Kb6PG0W0AgAgEDEDBDW06PW0G0W0G0I3HaHaHaHaJLOdOd
      """)

  /// Liberation Serif, bold.
  static let liberationSerifBold = FontWidths(
    ascent: 1825, descent: 443,
    widths: """
      80AgHnG0G0W0Qg8vAgAgG0IF80Ag808vG0G0G0G0G0G0G0G0G0G0AgAgIFIFIFG0TnN7LMN7N7LMJZOvOvCTG0OvLMUDN7Ov\
      JZOvN7HpLMN7N7W0N7N7LMAg8vAgIcG0AgG0HpEDHpEDAgG0Hp8vAgHp8vQgHpG0HpHpEDCTAgHpG0N7G0G0EDCd73CdGf80\
      AgG0G0G0G073G0AgNw9cG0IFAgNwG0CpHa9c9cAgISHI80Ag9cAaG0O0O0O0G0N7N7N7N7N7N7W0N7LMLMLMLMCTCTCTCTN7\
      N7OvOvOvOvOvIFOvN7N7N7N7N7JZHpG0G0G0G0G0G0N7EDEDEDEDED8v8v8v8vG0HpG0G0G0G0G0HaG0HpHpHpHpG0HpG0I9\
      K46PG0W0AgAgG0G0BDW06PW0G0W0G0IFHaHaHaHaJLOdOd
      """)

}
