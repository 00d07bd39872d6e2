@preconcurrency import Glibc

/// Where this program lies.
enum ProgramPath {
  /// The path of the running program; `nil` if the system does not tell.
  static var current: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
