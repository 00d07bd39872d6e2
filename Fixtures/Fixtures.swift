import Foundation

/// Test data: bundled captures, their ground truth, segment scripts, and where the shared captures lie.
///
/// Paths come from where this file was compiled, so the tests run from any folder, but only beside the sources.
public enum Fixtures {
  /// The folder of this file.
  public static let directory: String = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

  /// The repository's folder.
  public static let repository: String = URL(fileURLWithPath: directory).deletingLastPathComponent().path

  /// A folder of bundled captures.
  public enum Folder: String, Sendable, CaseIterable {
    /// Captures of real Linux hosts with what the kernel and the network in between did.
    case testbed
    /// Small captures built so that the truth is known.
    case lab
    /// The capture of `make demo`: 15 connections over one bottleneck.
    case study
  }

  /// One bundled capture.
  public struct Capture: Sendable, Hashable, CustomStringConvertible {
    /// Where it lies.
    public let folder: Folder
    /// Its file name without any extension: `loss_cubic`.
    public let name: String
    /// The path of the compressed file; captcp opens it as it is.
    public let path: String

    /// Folder and name, as test output shows it.
    public var description: String { "\(folder.rawValue)/\(name)" }
    /// The capture's own bytes, decompressed.
    public func bytes() throws -> [UInt8] { try Fixtures.decompressed(path) }
  }

  /// The bundled captures of a folder, by name.
  public static func captures(in folder: Folder) -> [Capture] {
    let path = "\(directory)/captures/\(folder.rawValue)"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.hasSuffix(".pcap.zst") || $0.hasSuffix(".pcapng.zst") }.sorted().map { file in
      Capture(folder: folder, name: String(file.prefix { $0 != "." }), path: "\(path)/\(file)")
    }
  }

  /// The bundled capture of that name.
  ///
  /// - Throws: ``FixtureError/missing(_:)``.
  public static func capture(_ folder: Folder, _ name: String) throws -> Capture {
    guard let capture = captures(in: folder).first(where: { $0.name == name }) else {
      throw FixtureError.missing("\(folder.rawValue)/\(name)")
    }
    return capture
  }

  /// The capture of `make demo`.
  ///
  /// - Throws: ``FixtureError/missing(_:)``.
  public static func demo() throws -> Capture { try capture(.study, "snd") }

  /// The bytes of a file.
  public static func bytes(ofFile path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The content of a file that zstd compressed.
  public static func decompressed(_ path: String) throws -> [UInt8] {
    try Zstandard.decompress(bytes(ofFile: path), name: path)
  }

  /// The ground truth of a testbed capture: what the kernels and the relay between them did.
  public static func truth(_ name: String) throws -> TestbedTruth {
    let bytes = try decompressed("\(directory)/captures/testbed/\(name).truth.json.zst")
    return try JSONDecoder().decode(TestbedTruth.self, from: Data(bytes))
  }

  /// The ground truth as the JSON object that it is, for what ``TestbedTruth`` does not name.
  public static func truthObject(_ name: String) throws -> [String: Any] {
    let bytes = try decompressed("\(directory)/captures/testbed/\(name).truth.json.zst")
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    guard let object else { throw FixtureError.missing("an object in the truth of \(name)") }
    return object
  }

  /// Names of the segment scripts, without extension.
  public static var scriptNames: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/scripts")) ?? []
    return files.filter { $0.hasSuffix(".seg") }.map { String($0.dropLast(4)) }.sorted()
  }

  /// The segment script of that name.
  public static func script(_ name: String) throws -> SegmentScript {
    try SegmentScript(String(decoding: bytes(ofFile: "\(directory)/scripts/\(name).seg"), as: UTF8.self))
  }

  /// Runs `body` with a new, empty folder that is removed afterwards.
  @discardableResult
  public static func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "captcp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// Runs `body` with the path of a file that holds `bytes` and is removed afterwards.
  @discardableResult
  public static func withTemporaryFile<Result>(
    _ bytes: [UInt8], named name: String = "capture.pcap", _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = "\(folder)/\(name)"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try body(path)
    }
  }

  /// Runs `body` with the paths of files of those bytes, `1.pcap` and so on, that are removed afterwards.
  @discardableResult
  public static func withTemporaryFiles<Result>(
    _ files: [[UInt8]], _ body: ([String]) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let paths = files.indices.map { "\(folder)/\($0 + 1).pcap" }
      for (path, bytes) in zip(paths, files) { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
      return try body(paths)
    }
  }
}

/// Test data that is not as it should be.
public enum FixtureError: Error, Sendable, Equatable {
  /// Nothing of that name is there.
  case missing(String)
  /// A compressed file is damaged; the second text is zstd's message.
  case damaged(String, String)
}
