import Glibc

/// The captures beside the repository; they belong to others and are not part of it.
enum SharedCaptures {
  static let folder: String = {
    // <repository>/Tests/PacketCaptureTests/Support/SharedCaptures.swift
    let repository = #filePath.split(separator: "/").dropLast(4)
    return "/" + repository.dropLast().joined(separator: "/") + "/shared/captures"
  }()

  static var isPresent: Bool { access(folder + "/MANIFEST.tsv", R_OK) == 0 }

  /// Paths of the files of a sub-folder that begin with a prefix, in order.
  static func paths(in subfolder: String = "", prefix: String = "") -> [String] {
    let path = subfolder.isEmpty ? folder : folder + "/" + subfolder
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(prefix), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { path + "/" + $0 }
  }

  static func bytes(of path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}
