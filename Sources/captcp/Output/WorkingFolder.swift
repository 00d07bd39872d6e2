@preconcurrency import Glibc

/// The folder that relative paths begin at.
enum WorkingFolder {
  /// Its path; `nil` if the system does not tell.
  static var path: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
