/// The targets that `Package.swift` declares, read from its text.
struct Manifest {
  /// Dependencies by target: targets and products alike, by name.
  let dependencies: [String: Set<String>]
  /// Names of the targets that hold tests.
  let testTargets: Set<String>

  init(_ text: String) {
    var dependencies: [String: Set<String>] = [:]
    var tests: Set<String> = []
    for kind in [".target", ".executableTarget", ".testTarget"] {
      for start in text.ranges(of: "\(kind)(") {
        let body = Self.balanced(text[start.upperBound...])
        guard let name = body.firstMatch(of: /name:\s*"(\w+)"/)?.output.1 else { continue }
        dependencies[String(name)] = Self.dependencies(in: body)
        if kind == ".testTarget" { tests.insert(String(name)) }
      }
    }
    self.dependencies = dependencies
    testTargets = tests
  }

  private static func dependencies(in body: Substring) -> Set<String> {
    guard let start = body.firstRange(of: "dependencies: [") else { return [] }
    let list = balanced(body[start.upperBound...])
    let withoutPackages = list.replacing(/package:\s*"[^"]*"/, with: "")
    return Set(withoutPackages.matches(of: /"(\w+)"/).map { String($0.output.1) })
  }

  /// What stands before the bracket that closes what was opened before `text`.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 1
    for index in text.indices {
      if "([".contains(text[index]) { depth += 1 }
      if ")]".contains(text[index]) { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }
}
