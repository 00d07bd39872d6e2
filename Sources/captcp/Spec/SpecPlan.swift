import ArgumentParser
import CairoRenderer
@preconcurrency import Glibc
import Reporting
import TCPAnalysis

/// What making one figure or document of a spec comes down to: a command line of this program.
struct SpecPlan {
  /// The user's name of the figure, or the form of the document.
  let name: String
  /// Whether it is a document.
  let isDocument: Bool
  /// Files that are written; there may be further ones beside them.
  let outputs: [String]
  /// The module and its options, without where the result goes and without captures.
  let options: [String]
  /// The captures, in order.
  let captures: [String]
  /// What of them is shown.
  let filter: String?
  /// Further files that the result depends on.
  let furtherInputs: [String]
  /// Where it is defined.
  let place: SpecPlace

  /// The words of the command line behind the program's name.
  ///
  /// - Parameters:
  ///   - root: Folder that the result goes to instead of the current one; ends in `/`.
  ///   - further: Further options.
  /// - Returns: The words.
  func arguments(root: String = "", further: [String] = []) -> [String] {
    options + outputs.flatMap { ["-o", root + $0] } + further
      + captures + (filter.map { ["--", $0] } ?? [])
  }

  /// The command line as a person would type it.
  var command: String { CommandLineText.text(["captcp"] + arguments()) }

  /// Its name among all that is made.
  var cacheName: String { (isDocument ? "document-" : "figure-") + name }

  /// What decides whether it must be made again.
  func key(_ cache: SpecCache) throws(CommandFailure) -> String {
    let epoch = getenv("SOURCE_DATE_EPOCH").map { String(cString: $0) } ?? ""
    return try cache.key(
      [try cache.program(), CairoVersions.cairo, CairoVersions.pango, epoch, SpecFonts.names] + arguments()
        + [try cache.digests(of: captures), try cache.digests(of: furtherInputs)])
  }
}

/// Makes plans of the figures and documents of a spec.
struct SpecPlanner {
  let file: SpecFile
  let flows: SpecFlows

  /// The plan of a figure.
  ///
  /// - Throws: ``CommandFailure``, where possible with the place in the spec.
  func plan(_ figure: ReportSpec.Figure) throws(CommandFailure) -> SpecPlan {
    let sources = try sources(figure)
    try check(sources.captures + [figure.peer].compactMap { $0.flatMap(file.capture) })
    var options = [figure.chart]
    if !sources.ids.isEmpty {
      options += ["-f", sources.ids.map(\.description).joined(separator: ",")]
    }
    for option in figure.options { options.append(Self.word(option)) }
    if let point = try capturePoint(sources, figure.options, at: figure.place) {
      options.append("--capture-point=\(point)")
    }
    var further = Self.files(figure.options)
    if let peer = figure.peer.flatMap(file.capture) {
      guard peer.files.count == 1 else {
        throw file.failure(figure.place, "the other end's capture is one file, \(peer.name) has several")
      }
      options.append("--peer=\(peer.files[0])")
      further += peer.files
    }
    let forms = figure.formats.compactMap(FigureForm.init(rawValue:))
    let plan = SpecPlan(
      name: figure.name, isDocument: false, outputs: forms.map { $0.path(of: figure.name) }, options: options,
      captures: sources.captures.flatMap(\.files), filter: sources.captures.first?.filter,
      furtherInputs: further, place: figure.place)
    try check(plan, figure.options)
    return plan
  }

  /// The plan of a document.
  ///
  /// - Throws: ``CommandFailure``.
  func plan(_ document: ReportSpec.Document) throws(CommandFailure) -> SpecPlan {
    guard let capture = file.capture(document.capture) else {
      throw file.failure(document.place, "there is no capture \(document.capture)")
    }
    try check([capture])
    var options = ["report", "--format=\(document.form)"]
    var sources = Sources(captures: [capture])
    for name in document.flows {
      for found in try flows.flows(named: name) { sources.found.append((capture, found)) }
    }
    let ids = sources.found.map(\.flow.id)
    if !ids.isEmpty { options += ["-f", ids.map(\.description).joined(separator: ",")] }
    for option in document.options { options.append(Self.word(option)) }
    var further = Self.files(document.options) + [file.name]
    if let own = TemplateLookup.configurationFolder { further += Self.templates(in: own) }
    if let templates = file.spec.templates {
      options.append("--templates=\(templates)")
      further += Self.templates(in: templates)
    }
    if let point = try capturePoint(sources, document.options, at: document.place) {
      options.append("--capture-point=\(point)")
    }
    let plan = SpecPlan(
      name: document.form, isDocument: true, outputs: [document.file], options: options,
      captures: capture.files,
      filter: capture.filter, furtherInputs: further, place: document.place)
    try check(plan, document.options)
    return plan
  }

  /// Captures and flows of a figure; several captures have one flow each.
  private struct Sources {
    var captures: [ReportSpec.Capture] = []
    var ids: [FlowID] = []
    var found: [(capture: ReportSpec.Capture, flow: SpecFlows.Found)] = []
  }

  private func sources(_ figure: ReportSpec.Figure) throws(CommandFailure) -> Sources {
    var sources = Sources()
    for name in figure.flows {
      guard let flow = file.flow(name), let capture = file.capture(flow.capture) else { continue }
      for found in try flows.flows(named: name) {
        sources.ids.append(found.id)
        sources.found.append((capture, found))
      }
      if !sources.captures.contains(capture) { sources.captures.append(capture) }
    }
    if let capture = figure.capture.flatMap(file.capture), !sources.captures.contains(capture) {
      guard sources.captures.isEmpty else {
        throw file.failure(figure.place, "the flows are of capture \(sources.captures[0].name)")
      }
      sources.captures = [capture]
    }
    guard sources.captures.count > 1 else { return sources }
    guard sources.captures.allSatisfy({ $0.files.count == 1 }), sources.ids.count == sources.captures.count,
      Set(sources.captures.map { $0.filter ?? "" }).count == 1
    else {
      throw file.failure(
        figure.place,
        "flows of several captures are compared one of each: captures of one file, with the same filter")
    }
    return sources
  }

  /// Fails if a capture cannot be read.
  private func check(_ captures: [ReportSpec.Capture]) throws(CommandFailure) {
    for capture in captures {
      for path in capture.files where access(path, R_OK) != 0 {
        throw file.failure(capture.place, "\(path): \(SystemError.text(errno))", .badInput)
      }
    }
  }

  /// The place of the capture, where the spec tells it.
  private func capturePoint(
    _ sources: Sources, _ options: [ReportSpec.Option], at place: SpecPlace
  ) throws(CommandFailure) -> String? {
    // Captures of both ends in one figure: each is inferred.
    guard !options.contains(where: { $0.name == "capture-point" }), sources.captures.count == 1,
      let role = sources.captures[0].role
    else { return nil }
    guard role == .sender || role == .receiver else { return role.rawValue }
    guard !sources.found.isEmpty else {
      throw file.failure(
        place, "role \(role.rawValue) is that of a flow: name one here, or say initiator, responder or middle"
      )
    }
    let points = Set(
      sources.found.map { $0.flow.isFromInitiator == (role == .sender) ? "initiator" : "responder" })
    guard points.count == 1 else {
      throw file.failure(place, "the flows disagree on where the capture was taken")
    }
    return points.first
  }

  /// Lets the parser of the module look at each option alone, so that a mistake is found with its place.
  private func check(_ plan: SpecPlan, _ options: [ReportSpec.Option]) throws(CommandFailure) {
    func problem(_ words: [String]) -> String? {
      do {
        _ = try Captcp.parseAsRoot(CaptureArguments.movingFilter(words))
        return nil
      } catch {
        return Captcp.message(for: error)
      }
    }
    if let option = options.first(where: { $0.name == "anonymize" }),
      !options.contains(where: { ["key", "key-file"].contains($0.name) })
    {
      throw file.failure(
        option.place, "with a random key each run would give other names: tell a key-file as well")
    }
    guard let whole = problem(plan.arguments()) else { return }
    for option in options {
      let words = [plan.options[0], Self.word(option), "-o", plan.outputs[0]] + plan.captures
      if let message = problem(words) { throw file.failure(option.place, message) }
    }
    throw file.failure(plan.place, whole)
  }

  private static func word(_ option: ReportSpec.Option) -> String {
    option.value.map { "--\(option.name)=\($0)" } ?? "--\(option.name)"
  }

  /// The templates that a folder replaces.
  private static func templates(in folder: String) -> [String] {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return (TemplateSet.builtIn.names + [TemplateLookup.themeName]).map { prefix + $0 }.filter {
      access($0, R_OK) == 0
    }
  }

  /// Values of options that name files.
  private static func files(_ options: [ReportSpec.Option]) -> [String] {
    options.filter { ["annotate", "key-file"].contains($0.name) }.compactMap(\.value)
      .filter { !["none", "auto"].contains($0) }
  }
}
