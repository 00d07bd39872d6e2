import ArgumentParser
import Foundation

/// The part of the parser's own description of the commands that manual pages need.
struct CommandDescription: Decodable {
  /// One option, flag or argument.
  struct Argument: Decodable {
    /// One of its names.
    struct Name: Decodable {
      let kind: String
      let name: String

      /// As typed: `-f`, `--flow`.
      var typed: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let kind: String
    let shouldDisplay: Bool
    let sectionTitle: String?
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
    let discussion: String?
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let subcommands: [CommandDescription]?
  let arguments: [Argument]?
  let shouldDisplay: Bool?

  /// The command of the whole program.
  ///
  /// - Throws: ``CommandFailure`` if the parser's description cannot be read.
  static func program() throws(CommandFailure) -> CommandDescription {
    struct Tool: Decodable { let command: CommandDescription }
    do {
      return try JSONDecoder().decode(Tool.self, from: Data(Captcp._dumpHelp().utf8)).command
    } catch {
      throw CommandFailure(.missing, "the description of the commands cannot be read: \(error)")
    }
  }
}
