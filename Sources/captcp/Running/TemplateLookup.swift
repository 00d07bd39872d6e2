@preconcurrency import Glibc
import PacketCapture
import Reporting

/// Templates of the program, single ones replaced by the user's: from a folder that is named, else from
/// `$XDG_CONFIG_HOME/captcp/templates`.
struct TemplateLookup {
  /// Style of the user's own, which follows the built-in style sheet.
  static let themeName = "theme.css"

  /// A template of the user's.
  struct Replacement {
    /// Its file name.
    let name: String
    /// Its path.
    let path: String
    /// SHA-256 of its content.
    let digest: String
  }

  /// All templates.
  let templates: TemplateSet
  /// Those of the user's, in the order of names.
  let replacements: [Replacement]

  /// Looks for templates.
  ///
  /// - Parameter folder: A folder that the user named; it must exist.
  /// - Throws: ``CommandFailure`` with the place in a template that is wrong.
  init(folder: String?) throws(CommandFailure) {
    let builtIn = TemplateSet.builtIn
    let names = builtIn.names + [Self.themeName]
    var folders: [String] = []
    if let folder {
      guard access(folder, R_OK | X_OK) == 0 else { throw AtomicFile.failure(folder, errno) }
      folders.append(folder.hasSuffix("/") ? folder : folder + "/")
    }
    if let own = Self.configurationFolder { folders.append(own) }
    var texts: [String: String] = [:]
    var replacements: [Replacement] = []
    for name in names.sorted() {
      guard let path = folders.map({ $0 + name }).first(where: { access($0, F_OK) == 0 }) else { continue }
      guard let bytes = SmallFile.content(path, limit: 1 << 20) else {
        throw CommandFailure(.missing, "\(path): \(SystemError.text(errno == 0 ? EFBIG : errno))")
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if let problem = TemplateSchema.problem(in: text, of: name, templates: builtIn.names) {
        throw CommandFailure(
          spec: SpecError(file: path, place: problem.place, message: problem.message))
      }
      texts[name] = text
      replacements.append(Replacement(name: name, path: path, digest: FileDigest.sha256(bytes) ?? ""))
    }
    templates = builtIn.replacing(with: texts)
    self.replacements = replacements
  }

  /// Where the user keeps templates, if anywhere.
  static var configurationFolder: String? {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let base = variable("XDG_CONFIG_HOME") ?? variable("HOME").map { $0 + "/.config" }
    return base.map { $0 + "/captcp/templates/" }
  }
}
