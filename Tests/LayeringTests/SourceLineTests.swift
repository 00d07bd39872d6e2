import Testing

@Suite struct SourceLineTests {
  @Test(arguments: [
    ("import Charts", "Charts"),
    ("  public import PacketCapture  // why", "PacketCapture"),
    ("@preconcurrency import Glibc", "Glibc"),
    ("@testable @preconcurrency internal import Reporting", "Reporting"),
    ("@_spi(Testing) public import Mustache", "Mustache"),
    ("private import struct Foundation.Data", "Foundation"),
    ("import func Glibc.exit", "Glibc"),
  ])
  func everyFormOfImportIsSeen(line: String, module: String) {
    #expect(SourceLine(text: line[...]).importedModule == module)
  }

  @Test(arguments: ["// import Charts", "let text = \"import Charts\"", "important()", "/// import Charts"])
  func otherLinesImportNothing(line: String) {
    #expect(SourceLine(text: line[...]).importedModule == nil)
  }

  @Test(arguments: [
    ("print(x)", "print"), ("  exit(1)", "exit"), ("defer { print(1) }", "print"),
    ("if a { exit(1) }", "exit"),
  ])
  func callIsSeen(line: String, name: String) {
    #expect(SourceLine(text: line[...]).call(of: ["print", "exit"]) == name)
  }

  @Test(arguments: [
    "a.print(x)", "fingerprint(x)", "// print(x)", "\"print(x)\"", "let print = 3", "\"\\\"print(\"",
  ])
  func whatIsNoCallIsNotSeen(line: String) {
    #expect(SourceLine(text: line[...]).call(of: ["print", "exit"]) == nil)
  }

  @Test func manifestIsRead() {
    let manifest = Manifest(
      """
      targets: [
        .target(name: "A"),
        .target(
          name: "B", dependencies: ["A", .product(name: "P", package: "q-p")], path: "Elsewhere",
          exclude: ["c"]),
        .testTarget(name: "ATests", dependencies: ["A"], exclude: ["Snapshots"]),
      ]
      """)
    #expect(manifest.dependencies == ["A": [], "B": ["A", "P"], "ATests": ["A"]])
    #expect(manifest.testTargets == ["ATests"])
  }
}
