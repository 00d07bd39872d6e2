@preconcurrency import Glibc

/// A folder that is removed with all that is in it when it is no longer used.
final class TemporaryFolder {
  /// Its path, which ends in `/`.
  let path: String

  /// Makes a folder where the system keeps temporary files.
  ///
  /// - Throws: ``CommandFailure``.
  init() throws(CommandFailure) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/captcp-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw AtomicFile.failure(parent, errno) }
    path =
      template.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { String(cString: $0) } ?? ""
      } + "/"
  }

  deinit {
    guard path.count > 1 else { return }
    remove(path)
  }

  /// Paths of all files in it, relative to it, sorted.
  func files() -> [String] { files(below: "").sorted() }

  private func files(below folder: String) -> [String] {
    Self.names(in: path + folder).flatMap { name -> [String] in
      var status = stat()
      guard lstat(path + folder + name, &status) == 0 else { return [] }
      return status.st_mode & S_IFMT == S_IFDIR ? files(below: folder + name + "/") : [folder + name]
    }
  }

  private func remove(_ folder: String) {
    for name in Self.names(in: folder) {
      var status = stat()
      guard lstat(folder + name, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR { remove(folder + name + "/") } else { unlink(folder + name) }
    }
    rmdir(folder)
  }

  private static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
