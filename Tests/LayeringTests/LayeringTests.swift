import Testing

/// SwiftPM lets a file import any module that was built, so the direction of imports is held here.
@Suite struct LayeringTests {
  /// What each target may import beside the standard library and the C library: what stands below it, nothing sideways.
  private static let table: [String: Set<String>] = [
    "Measurements": [],
    "PacketCapture": ["Measurements", "CPcap", "CZlib", "CZstd", "CCrypto"],
    "TCPAnalysis": ["PacketCapture", "Measurements", "CProcessor"],
    "Charts": ["Measurements"],
    "CairoRenderer": ["Charts", "CCairo", "CZlib"],
    "FigureCheck": ["CZlib"],
    "ReportTemplates": [],
    "Reporting": [
      "TCPAnalysis", "PacketCapture", "Charts", "Measurements", "ReportTemplates", "Mustache", "Yams",
    ],
    "captcp": [
      "Reporting", "CairoRenderer", "FigureCheck", "Charts", "TCPAnalysis", "PacketCapture", "Measurements",
      "ReportTemplates",
      "ArgumentParser", "Logging",
    ],
  ]
  /// Foundation costs start-up time and has no place per packet.
  private static let mayUseFoundation: Set<String> = ["captcp", "Reporting", "PacketCapture"]
  private static let systemModules: Set<String> = ["Glibc", "Musl", "Darwin", "Synchronization"]

  @Test func everyImportPointsDownwards() throws {
    for file in try SourceTree.files() {
      let allowed = try #require(
        Self.table[file.target], "\(file.path): no such target in the table of this test")
      for (index, line) in file.lines.enumerated() {
        guard let module = SourceLine(text: line).importedModule else { continue }
        if module.hasPrefix("Foundation") {
          #expect(
            Self.mayUseFoundation.contains(file.target),
            "\(file.path):\(index + 1): \(file.target) is without Foundation")
        } else {
          #expect(
            allowed.contains(module) || Self.systemModules.contains(module),
            "\(file.path):\(index + 1): \(file.target) must not import \(module)")
        }
      }
    }
  }

  @Test func manifestDeclaresTheSameTable() throws {
    let manifest = Manifest(try SourceTree.text(of: "Package.swift"))
    for (target, dependencies) in Self.table {
      #expect(manifest.dependencies[target] == dependencies, "Package.swift: dependencies of \(target)")
    }
    let known = Set(Self.table.keys).union(manifest.testTargets).union(["Fixtures"])
    #expect(Set(manifest.dependencies.keys) == known, "Package.swift: targets")
  }

  @Test func everyTargetHasSources() throws {
    #expect(Set(try SourceTree.files().map(\.target)) == Set(Self.table.keys))
  }

  @Test func librariesNeitherPrintNorEndTheProcess() throws {
    for file in try SourceTree.files() where file.target != "captcp" {
      for (index, line) in file.lines.enumerated() {
        let call = SourceLine(text: line).call(of: [
          "print", "debugPrint", "exit", "abort", "perror", "_exit",
        ])
        #expect(call == nil, "\(file.path):\(index + 1): a library must not call \(call ?? "")")
      }
    }
  }

  @Test func nothingTrapsByIntentOrIsLeftUnfinished() throws {
    let words = ["TODO", "FIXME"]
    for file in try SourceTree.files() {
      for (index, line) in file.lines.enumerated() {
        let source = SourceLine(text: line)
        #expect(source.call(of: ["fatalError"]) == nil, "\(file.path):\(index + 1): fatalError")
        for word in ["try!", " as! "] where line.contains(word) {
          #expect(!source.code.contains(word), "\(file.path):\(index + 1): \(word)")
        }
        #expect(!words.contains { line.contains($0) }, "\(file.path):\(index + 1): unfinished")
      }
    }
  }

  @Test func noFileIsLongerThanFourHundredLines() throws {
    for file in try SourceTree.files() {
      #expect(file.lines.count <= 401, "\(file.path): \(file.lines.count - 1) lines; split it by meaning")
    }
  }

  @Test func perPacketTypesAreNotPackage() throws {
    // `package` on a per-packet type cost five times the running time: it is not inlined across targets.
    for file in try SourceTree.files()
    where ["Measurements", "PacketCapture", "TCPAnalysis"].contains(file.target) {
      for (index, line) in file.lines.enumerated() where line.contains("package ") {
        #expect(
          !SourceLine(text: line).code.contains(/^\s*package\s+(struct|enum|func|var|let|init|mutating)/),
          "\(file.path):\(index + 1): public, not package")
      }
    }
  }
}
