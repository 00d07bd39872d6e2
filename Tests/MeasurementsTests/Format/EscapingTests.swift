import Fixtures
import Measurements
import Testing

@Suite struct EscapingTests {
  @Test(arguments: [
    ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"), ("\"'", "&quot;&#39;"),
    ("tab\tand\nline\r", "tab\tand\nline\r"),
    ("\u{0}\u{1B}[31m\u{7F}\u{85}", "\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}"),
    ("\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"),
    ("µs – 10×", "µs – 10×"),
  ])
  func markupIsHarmless(text: String, expected: String) {
    #expect(Escaping.markup(text) == expected)
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"), ("![a](b)", "\\!\\[a\\](b)"),
    ("<img>", "&lt;img&gt;"),
    ("two\nlines\r\n", "two lines  "), ("# no heading", "\\# no heading"), ("\u{1B}]0;", "\u{FFFD}\\]0;"),
    ("@user", "\\@&#8203;user"), ("#12", "\\#&#8203;12"), ("https://a", "https:&#8203;//a"),
    ("www.a", "www&#8203;.a"), ("a @ b", "a \\@ b"),
    ("\u{202E}\u{2028}\u{FEFF}\u{E0041}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
  ])
  func markdownIsHarmless(text: String, expected: String) {
    #expect(Escaping.markdown(text) == expected)
  }

  @Test(arguments: [
    ("a`b", "a`b"), ("\u{2067}\u{200B}", "\u{FFFD}\u{FFFD}"), ("a\nb\tc", "a\nb\tc"),
    ("\u{8}\r", "\u{FFFD}\u{FFFD}"), ("<&>", "<&>"),
  ])
  func codeStaysInItsSpan(text: String, expected: String) {
    #expect(Escaping.code(text) == expected)
  }

  @Test(arguments: [
    ("plain µ", "plain µ"), ("\u{1B}[2J", "\\u{1b}[2J"), ("a\nb", "a\\u{a}b"), ("\u{9B}31m", "\\u{9b}31m"),
    ("\u{202E}txt.exe\u{2066}", "\\u{202e}txt.exe\\u{2066}"), ("\u{7F}", "\\u{7f}"),
    ("\u{2028}\u{200B}\u{FEFF}", "\\u{2028}\\u{200b}\\u{feff}"), ("\u{200D}", "\u{200D}"),
  ])
  func terminalGetsNoControlCharacter(text: String, expected: String) {
    #expect(Escaping.terminal(text) == expected)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""),
    ("=1+2", "'=1+2"), ("@cmd", "'@cmd"), ("-3.5", "-3.5"), ("+1", "+1"), ("-x,y", "\"'-x,y\""),
    ("\ttab", "'\ttab"), ("\u{FF1D}1", "'\u{FF1D}1"), ("\u{1B}[2J\u{9B}", "\u{FFFD}[2J\u{FFFD}"),
    ("\n=1", "\"'\n=1\""), ("a\u{1B}\n", "\"a\u{FFFD}\n\""),
    ("10.0.0.1", "10.0.0.1"),
  ])
  func csvFieldIsQuotedWhereNeeded(text: String, expected: String) {
    #expect(Escaping.csv(text) == expected)
  }

  @Test(arguments: [
    ("50 % & more", "50 \\% \\& more"), ("a_b^c~d", "a\\_b\\textasciicircum{}c\\textasciitilde{}d"),
    ("\\input{x}", "\\textbackslash{}input\\{x\\}"), ("$#", "\\$\\#"), ("a\nb", "a b"),
  ])
  func latexIsHarmless(text: String, expected: String) {
    #expect(Escaping.latex(text) == expected)
  }

  @Test(arguments: [
    ("a\"b\\c", "a\\\"b\\\\c"), ("\n\r\t", "\\n\\r\\t"), ("\u{0}\u{1F}\u{7F}", "\\u0000\\u001f\\u007f"),
    ("</script>", "\\u003c/script>"), ("µ\u{1F600}", "µ\u{1F600}"),
    ("\u{9B}\u{2028}\u{202E}", "\\u009b\\u2028\\u202e"), ("\u{E0041}", "\\udb40\\udc41"),
  ])
  func jsonTextIsEscaped(text: String, expected: String) {
    var buffer = TextBuffer()
    Escaping.json(text, into: &buffer)
    #expect(buffer.string == expected)
  }

  @Test func nothingTrapsOnAnyText() {
    for seed in SeededNumbers.seeds(300) {
      var numbers = SeededNumbers(seed: seed)
      let bytes = (0..<Int.random(in: 0...30, using: &numbers)).map { _ in
        UInt8.random(in: 0...255, using: &numbers)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let markup = Escaping.markup(text)
      #expect(!markup.contains("<") && !markup.contains("\""), "seed \(seed)")
      let terminal = Escaping.terminal(text)
      #expect(terminal.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "seed \(seed)")
      #expect(
        !Escaping.markdown(text).contains { $0.isNewline && $0 != "\u{2028}" && $0 != "\u{2029}" },
        "seed \(seed)")
      #expect(Escaping.longestTicks(in: text + "``") >= 2, "seed \(seed)")
      for safe in [markup, Escaping.markdown(text), Escaping.code(text), Escaping.csv(text)] {
        #expect(
          safe.unicodeScalars.allSatisfy { Escaping.isPrintable($0) || "\t\n\r".unicodeScalars.contains($0) },
          "seed \(seed)")
      }
    }
  }
}
