import Measurements
import TCPAnalysis

extension ReportSpec {
  /// The version of the spec that this program reads.
  public static let version = 1

  /// Reads a spec.
  ///
  /// - Parameters:
  ///   - text: The file's content, YAML or JSON.
  ///   - file: Its name, for messages.
  ///   - vocabulary: What the modules can be told.
  /// - Throws: ``SpecError`` at the first thing that is wrong.
  public init(_ text: String, file: String, vocabulary: SpecVocabulary) throws(SpecError) {
    self = try SpecReader(file: file, vocabulary: vocabulary).spec(try SpecText.read(text, file: file))
  }
}

/// Makes a spec of the nodes of its file.
struct SpecReader {
  let file: String
  let vocabulary: SpecVocabulary

  func spec(_ root: SpecNode) throws(SpecError) -> ReportSpec {
    var top = try SpecMapping(root, "a spec", file: file)
    try checkVersion(&top)
    var spec = ReportSpec()
    spec.captures = try named(&top, "captures", read: capture)
    spec.flows = try named(&top, "flows") { entry throws(SpecError) in try flow(entry, spec.captures) }
    let defaults = try defaults(top.take("defaults"))
    spec.figures = try named(&top, "figures") { entry throws(SpecError) in
      try figure(entry, defaults, spec)
    }
    if let report = top.take("report") { spec.documents = try documents(report, spec) }
    spec.templates = try top.text("templates")
    try top.finish()
    if spec.captures.isEmpty { throw error(top.place, "captures are missing: name one at least") }
    if spec.figures.isEmpty, spec.documents.isEmpty {
      throw error(top.place, "nothing is asked for: there are neither figures nor a report")
    }
    return spec
  }

  private func checkVersion(_ top: inout SpecMapping) throws(SpecError) {
    guard let entry = top.take("version") else {
      throw error(top.place, "version is missing: this program reads version \(ReportSpec.version)")
    }
    guard try SpecMapping.text(entry.value, of: "version", file: file) == String(ReportSpec.version) else {
      throw error(entry.value.place, "this program reads version \(ReportSpec.version)")
    }
  }

  /// Reads what stands under names of the user's choice.
  private func named<Part>(
    _ top: inout SpecMapping, _ key: String, read: (SpecNode.Entry) throws(SpecError) -> Part
  ) throws(SpecError) -> [Part] {
    guard let entry = top.take(key) else { return [] }
    var mapping = try SpecMapping(entry.value, key, file: file)
    var parts: [Part] = []
    for entry in mapping.takeAll() {
      try checkName(entry)
      parts.append(try read(entry))
    }
    return parts
  }

  /// Names become names of files and words of a Makefile.
  private func checkName(_ entry: SpecNode.Entry) throws(SpecError) {
    let isPlain = entry.key.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard isPlain, !entry.key.isEmpty, !entry.key.hasPrefix("."), !entry.key.hasPrefix("-"),
      entry.key.utf8.count <= 100
    else {
      throw error(
        entry.place, "a name consists of letters, digits, -, _ and . and begins with a letter or digit")
    }
  }

  // MARK: - Captures and flows

  private func capture(_ entry: SpecNode.Entry) throws(SpecError) -> ReportSpec.Capture {
    let name = entry.key
    switch entry.value.value {
    case .scalar:
      let path = try SpecMapping.text(entry.value, of: name, file: file)
      return ReportSpec.Capture(name: name, files: [path], place: entry.place)
    case .sequence(let items):
      var paths: [String] = []
      for item in items { paths.append(try SpecMapping.text(item, of: name, file: file)) }
      guard !paths.isEmpty else { throw error(entry.value.place, "capture \(name) has no file") }
      return ReportSpec.Capture(name: name, files: paths, place: entry.place)
    case .mapping:
      var mapping = try SpecMapping(entry.value, "a capture", file: file)
      guard let files = try mapping.texts("file"), !files.isEmpty else {
        throw error(entry.value.place, "capture \(name) has no file")
      }
      var capture = ReportSpec.Capture(name: name, files: files, place: entry.place)
      capture.filter = try mapping.text("filter")
      if let role = mapping.take("role") {
        let text = try SpecMapping.text(role.value, of: "role", file: file)
        capture.role = ReportSpec.Role(rawValue: text)
        if capture.role == nil {
          throw unknown(text, role.value.place, "role", among: ReportSpec.Role.allCases.map(\.rawValue))
        }
      }
      try mapping.finish()
      return capture
    }
  }

  private func flow(
    _ entry: SpecNode.Entry, _ captures: [ReportSpec.Capture]
  ) throws(SpecError) -> ReportSpec.Flow {
    var mapping = try SpecMapping(entry.value, "a flow", file: file)
    let capture = try captureName(mapping.take("capture"), captures, at: entry.place)
    var choices: [ReportSpec.Choice] = []
    if let rank = try mapping.number("rank", in: 1...1_000_000) { choices.append(.rank(rank)) }
    if let match = try mapping.text("match") { choices.append(.match(match)) }
    if let id = mapping.take("id") {
      let text = try SpecMapping.text(id.value, of: "id", file: file)
      var ids: [FlowID] = []
      for word in text.split(separator: ",") {
        guard let id = FlowID(String(word.drop { $0 == " " })) else {
          throw error(id.value.place, "id is the number of a connection or flow, such as 3 or 3.1")
        }
        ids.append(id)
      }
      choices.append(.ids(ids))
    }
    try mapping.finish()
    guard choices.count == 1 else {
      throw error(entry.place, "flow \(entry.key) is chosen by one of rank, match and id")
    }
    return ReportSpec.Flow(name: entry.key, capture: capture, choice: choices[0], place: entry.place)
  }

  /// A capture that is named, or the only one.
  private func captureName(
    _ entry: SpecNode.Entry?, _ captures: [ReportSpec.Capture], at place: SpecPlace
  ) throws(SpecError) -> String {
    let names = captures.map(\.name)
    guard let entry else {
      guard names.count == 1 else {
        throw error(place, "capture is missing here: there are \(names.joined(separator: ", "))")
      }
      return names[0]
    }
    let text = try SpecMapping.text(entry.value, of: entry.key, file: file)
    guard names.contains(text) else { throw unknown(text, entry.value.place, entry.key, among: names) }
    return text
  }

  private func flowNames(
    _ mapping: inout SpecMapping, _ flows: [ReportSpec.Flow]
  ) throws(SpecError) -> [String] {
    var names: [String] = []
    for key in ["flow", "flows"] {
      guard let entry = mapping.take(key) else { continue }
      guard names.isEmpty else { throw error(entry.place, "flow and flows exclude each other") }
      let nodes: [SpecNode] =
        if case .sequence(let items) = entry.value.value { items } else { [entry.value] }
      for node in nodes {
        let text = try SpecMapping.text(node, of: key, file: file)
        guard flows.contains(where: { $0.name == text }) else {
          throw unknown(text, node.place, "flow", among: flows.map(\.name))
        }
        names.append(text)
      }
    }
    return names
  }

  // MARK: - Figures

  /// What holds for all figures.
  private struct Defaults {
    var formats = ["pdf"]
    var options: [ReportSpec.Option] = []
  }

  private func defaults(_ entry: SpecNode.Entry?) throws(SpecError) -> Defaults {
    var defaults = Defaults()
    guard let entry else { return defaults }
    var mapping = try SpecMapping(entry.value, "defaults", file: file)
    if let formats = try formats(&mapping) { defaults.formats = formats }
    let known = Dictionary(
      vocabulary.charts.values.joined().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    defaults.options = try options(&mapping, known: known).filter { !$0.isOff }
    return defaults
  }

  private func formats(_ mapping: inout SpecMapping) throws(SpecError) -> [String]? {
    guard let entry = mapping.take("formats") else { return nil }
    let nodes: [SpecNode] = if case .sequence(let items) = entry.value.value { items } else { [entry.value] }
    var formats: [String] = []
    for node in nodes {
      let text = try SpecMapping.text(node, of: "formats", file: file)
      guard vocabulary.formats.contains(text) else {
        throw unknown(text, node.place, "format", among: vocabulary.formats)
      }
      if !formats.contains(text) { formats.append(text) }
    }
    guard !formats.isEmpty else { throw error(entry.value.place, "formats name one form at least") }
    return formats
  }

  private func figure(
    _ entry: SpecNode.Entry, _ defaults: Defaults, _ spec: ReportSpec
  ) throws(SpecError) -> ReportSpec.Figure {
    var mapping = try SpecMapping(entry.value, "a figure", file: file)
    guard let chart = mapping.take("chart") else {
      throw error(entry.place, "figure \(entry.key) has no chart")
    }
    let module = try SpecMapping.text(chart.value, of: "chart", file: file)
    guard let options = vocabulary.charts[module] else {
      throw unknown(module, chart.value.place, "chart", among: Array(vocabulary.charts.keys))
    }
    let known = Dictionary(options.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let flows = try flowNames(&mapping, spec.flows)
    var figure = ReportSpec.Figure(
      name: entry.key, chart: module, flows: flows, formats: try formats(&mapping) ?? defaults.formats,
      options: [], place: entry.place)
    if let capture = mapping.take("capture") {
      figure.capture = try captureName(capture, spec.captures, at: entry.place)
    } else if flows.isEmpty {
      figure.capture = try captureName(nil, spec.captures, at: entry.place)
    }
    if known["peer"] != nil, let peer = mapping.take("peer") {
      figure.peer = try captureName(peer, spec.captures, at: entry.place)
    }
    let own = try self.options(&mapping, known: known)
    let inherited = defaults.options.filter { option in
      known[option.name] != nil && !own.contains { $0.name == option.name }
    }
    figure.options =
      inherited.filter { vocabulary.isOfUse($0.name, formats: figure.formats, among: inherited + own) } + own
    figure.options.removeAll(where: \.isOff)
    return figure
  }

  /// All that is left in a mapping, as options of a module.
  private func options(
    _ mapping: inout SpecMapping, known: [String: SpecVocabulary.Option]
  ) throws(SpecError) -> [ReportSpec.Option] {
    var options: [ReportSpec.Option] = []
    for entry in mapping.takeAll() {
      guard let option = known[entry.key] else {
        throw mapping.unknown(entry, among: Array(known.keys) + mapping.known)
      }
      options.append(try self.option(entry, option))
    }
    return options
  }

  private func option(
    _ entry: SpecNode.Entry, _ option: SpecVocabulary.Option
  ) throws(SpecError) -> ReportSpec.Option {
    let place = entry.value.place
    if option.isFlag {
      guard case .scalar(let text, isPlain: true) = entry.value.value, ["true", "false"].contains(text) else {
        throw error(place, "\(entry.key) is true or false")
      }
      return ReportSpec.Option(name: option.name, value: nil, isOff: text == "false", place: place)
    }
    if case .sequence(let items) = entry.value.value {
      var words: [String] = []
      for item in items { words.append(try SpecMapping.text(item, of: entry.key, file: file)) }
      return ReportSpec.Option(name: option.name, value: words.joined(separator: ","), place: place)
    }
    let text = try SpecMapping.text(entry.value, of: entry.key, file: file)
    return ReportSpec.Option(name: option.name, value: text, place: place)
  }

  // MARK: - Documents

  private func documents(
    _ entry: SpecNode.Entry, _ spec: ReportSpec
  ) throws(SpecError) -> [ReportSpec.Document] {
    var mapping = try SpecMapping(entry.value, "report", file: file)
    var documents: [ReportSpec.Document] = []
    let usual = ["html": "report.html", "markdown": "ticket.md", "text": "report.txt", "json": "report.json"]
    for entry in mapping.takeAll() {
      guard let name = usual[entry.key] else { throw mapping.unknown(entry, among: Array(usual.keys)) }
      documents.append(try document(entry, usualFile: name, spec))
    }
    return documents
  }

  /// A path below the spec's folder: a document elsewhere would escape a check, and the next maker of it.
  private func file(of mapping: inout SpecMapping) throws(SpecError) -> String? {
    guard let entry = mapping.take("file") else { return nil }
    let path = try SpecMapping.text(entry.value, of: "file", file: file)
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains(".."), !path.hasSuffix("/") else {
      throw error(entry.value.place, "file is a path below the folder of the spec")
    }
    return path
  }

  private func document(
    _ entry: SpecNode.Entry, usualFile: String, _ spec: ReportSpec
  ) throws(SpecError) -> ReportSpec.Document {
    var mapping = try SpecMapping(entry.value, "a document", file: file)
    let path = try file(of: &mapping) ?? usualFile
    let flows = try flowNames(&mapping, spec.flows)
    let captures = Set(flows.compactMap { name in spec.flows.first { $0.name == name }?.capture })
    guard captures.count <= 1 else {
      throw error(
        entry.place,
        "a document is of one capture, its flows are of \(captures.sorted().joined(separator: " and "))")
    }
    let named = mapping.take("capture")
    let capture: String
    if let first = captures.first {
      capture = first
    } else {
      capture = try captureName(named, spec.captures, at: entry.place)
    }
    if let named, try captureName(named, spec.captures, at: entry.place) != capture {
      throw error(named.value.place, "the flows are of capture \(capture)")
    }
    var known = Dictionary(vocabulary.report.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    // The short word of the spec for how many connections are shown in full.
    if let most = known["max-connections"] { known["connections"] = most }
    let options = try options(&mapping, known: known).filter { !$0.isOff }
    for option in options where option.name == "charts" {
      for name in (option.value ?? "").split(separator: ",").map(String.init)
      where !vocabulary.sections.contains(name) {
        throw unknown(name, option.place, "chart", among: vocabulary.sections)
      }
    }
    return ReportSpec.Document(
      form: entry.key, file: path, capture: capture, flows: flows, options: options, place: entry.place)
  }

  // MARK: - Errors

  private func error(_ place: SpecPlace, _ message: String) -> SpecError {
    SpecError(file: file, place: place, message: message)
  }

  private func unknown(
    _ text: String, _ place: SpecPlace, _ kind: String, among names: [String]
  ) -> SpecError {
    let hint =
      NearestName.of(text, among: names).map { "; did you mean \($0)?" }
      ?? (names.isEmpty ? "" : "; there are \(names.sorted().joined(separator: ", "))")
    return error(place, "there is no \(kind) \(Escaping.terminal(text))\(hint)")
  }
}
