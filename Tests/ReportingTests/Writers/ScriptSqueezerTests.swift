import Testing

@testable import Reporting

@Suite struct ScriptSqueezerTests {
  @Test(arguments: [
    ("const a = (x) => {\n  f(x);\n};\n", "const a=(x)=>{f(x)};"),
    ("/* why */ let b = \"a  b /* no */\" + `c  ${ d }`;", "let b=\"a  b /* no */\"+`c  ${ d }`;"),
    ("s.match(/[ML ]\\/ [^A-Z]*/g) / 2", "s.match(/[ML ]\\/ [^A-Z]*/g)/2"), ("a + +b - -c", "a+ +b- -c"),
    ("return x\n", "return x"), ("'it\\'s  so'", "'it\\'s  so'"), ("/* open", ""), ("\"open", "\"open"),
  ])
  func blanksAndCommentsGoAndStringsStay(_ script: String, _ expected: String) {
    #expect(ScriptSqueezer.squeeze(script) == expected)
  }
}
