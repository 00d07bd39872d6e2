import ArgumentParser

/// A manual page in the man(7) macros of troff.
struct ManualPage {
  /// Name of the page, `captcp-statistic`.
  let name: String
  private let description: CommandDescription
  private let synopsis: String
  private let pages: [String]

  /// The file of the page.
  var fileName: String { "\(name).1" }

  /// The pages of the program and of each module.
  ///
  /// - Throws: ``CommandFailure``.
  static func all() throws(CommandFailure) -> [ManualPage] {
    let program = try CommandDescription.program()
    let modules = (program.subcommands ?? []).filter { Modules.names.contains($0.commandName) }
    let names = modules.map { "captcp-\($0.commandName)" }
    let main = ManualPage(
      name: "captcp", description: program, synopsis: Captcp.configuration.usage ?? "captcp", pages: names)
    return [main]
      + modules.map { module in
        let command = Modules.all.first { $0.name == module.commandName }?.command
        return ManualPage(
          name: "captcp-\(module.commandName)", description: module,
          synopsis: command?.configuration.usage ?? "captcp \(module.commandName)",
          pages: ["captcp"] + names.filter { $0 != "captcp-\(module.commandName)" })
      }
  }

  /// The page as troff source.
  var bytes: [UInt8] {
    var lines = [
      ".TH \(Self.macroArgument(name.uppercased())) 1 \"\" \(Self.macroArgument(Version.tool)) \"captcp manual\""
    ]
    lines += [".SH NAME", Self.text("\(name) - \(description.abstract ?? "")")]
    lines +=
      [".SH SYNOPSIS", ".nf"] + synopsis.split(separator: "\n").map { Self.text(String($0)) } + [".fi"]
    let (prose, examples) = Self.split(description.discussion ?? "")
    lines += [".SH DESCRIPTION"] + prose.flatMap { [".PP", Self.text($0)] }
    lines += options + moduleList
    if !examples.isEmpty { lines += [".SH EXAMPLES", ".nf"] + examples.map(Self.text) + [".fi"] }
    lines += exitStatus
    lines += [".SH SEE ALSO", pages.map { "\\fB\(Self.escaped($0))\\fR(1)" }.joined(separator: ", ") + ","]
    lines.append("\\fBpcap\\-filter\\fR(7), \\fBtcpdump\\fR(8)")
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private var options: [String] {
    var lines: [String] = []
    var section: String?? = .none
    for argument in description.arguments ?? [] where argument.shouldDisplay {
      let title = argument.sectionTitle ?? (argument.kind == "positional" ? "Arguments" : "Other")
      if section != .some(title) {
        lines.append(
          ".SH \(Self.macroArgument((title == "Arguments" ? title : "\(title) options").uppercased()))")
        section = .some(title)
      }
      lines += [".TP", heading(argument)]
      var words = argument.abstract ?? ""
      if let values = argument.allValues, !values.isEmpty {
        words += " One of \(values.joined(separator: ", "))."
      }
      if let usual = argument.defaultValue { words += " Usual is \(usual)." }
      lines.append(Self.text(words.isEmpty ? argument.discussion ?? "" : words))
    }
    return lines
  }

  private func heading(_ argument: CommandDescription.Argument) -> String {
    let value = argument.valueName.map { "\\fI\(Self.escaped($0))\\fR" } ?? ""
    guard argument.kind != "positional" else { return value + (argument.isRepeating ? " ..." : "") }
    let shortFirst = (argument.names ?? []).map(\.typed).sorted {
      $0.hasPrefix("--") ? false : $1.hasPrefix("--")
    }
    let names = shortFirst.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
    return argument.kind == "option" ? "\(names) \(value)" : names
  }

  private var moduleList: [String] {
    guard name == "captcp" else { return [] }
    return [".SH MODULES"]
      + Modules.all.flatMap { [".TP", "\\fB\(Self.escaped($0.name))\\fR", Self.text($0.abstract)] }
  }

  private var exitStatus: [String] {
    let statuses: KeyValuePairs<ExitStatus, String> = [
      .success: "Done.", .badInput: "The input cannot be analysed: unreadable, not a capture, no TCP.",
      .usage: "Wrong use.", .missing: "Something outside is missing: a library, a font, a permission.",
      .checkFailed: "Done, but a check did not hold.", .interrupted: "Interrupted.",
    ]
    return [".SH EXIT STATUS"] + statuses.flatMap { [".TP", "\($0.key.rawValue)", Self.text($0.value)] }
  }

  /// A discussion as paragraphs and the lines of its examples.
  private static func split(_ discussion: String) -> (prose: [String], examples: [String]) {
    var prose: [String] = []
    var examples: [String] = []
    var isExample = false
    for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.trimmingPrefix { $0 == " " }
      if words == "EXAMPLES:" {
        isExample = true
      } else if isExample, line.hasPrefix("  ") {
        examples.append(String(words))
      } else if !words.isEmpty {
        isExample = false
        prose.append(String(words))
      }
    }
    return (prose, examples)
  }

  /// A line of text: a point or apostrophe at its start would be a macro.
  private static func text(_ line: String) -> String {
    let escaped = escaped(line)
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }

  private static func macroArgument(_ word: String) -> String { "\"\(escaped(word))\"" }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "'": result += "\\(aq"
      case "\n": result += " "
      default:
        if scalar.isASCII {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\[u\(hexadecimal(scalar))]"
        }
      }
    }
    return result
  }

  /// At least four digits, as groff wants them.
  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
