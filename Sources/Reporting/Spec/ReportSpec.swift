public import TCPAnalysis

/// What `report.yaml` says: captures, the flows in them, figures and documents, under names of the user's.
///
/// Unknown names are errors, so that a slip of the pen never leaves a figure as it was.
public struct ReportSpec: Sendable {
  /// The captures.
  public var captures: [Capture] = []
  /// The flows.
  public var flows: [Flow] = []
  /// The figures, in the order of the file.
  public var figures: [Figure] = []
  /// The documents, in the order of the file.
  public var documents: [Document] = []
  /// Folder with templates of the user's.
  public var templates: String?

  /// A capture, one file or several that are read as one.
  public struct Capture: Sendable, Equatable {
    /// The user's name for it.
    public var name: String
    /// Paths, relative to the spec's folder.
    public var files: [String]
    /// What of it is shown, in the words of pcap-filter(7).
    public var filter: String?
    /// Where it was taken; `nil` to infer it.
    public var role: Role?
    /// Where it is defined.
    public var place: SpecPlace
  }

  /// Where a capture was taken.
  public enum Role: String, Sendable, CaseIterable {
    /// At the host that sends the data of the flow at hand, or at the one that receives it.
    case sender, receiver
    /// At the host that opened the connection, or at the other.
    case initiator, responder
    /// Between the two.
    case middle
  }

  /// A flow, or several.
  public struct Flow: Sendable, Equatable {
    /// The user's name for it.
    public var name: String
    /// The name of its capture.
    public var capture: String
    /// How it is found.
    public var choice: Choice
    /// Where it is defined.
    public var place: SpecPlace
  }

  /// How a flow is found in its capture.
  public enum Choice: Sendable, Equatable {
    /// By number, as in every module.
    case ids([FlowID])
    /// The flow with most payload (1), or the next ones.
    case rank(Int)
    /// The flow with most payload among those that pass a filter.
    case match(String)
  }

  /// An option of a module, as on the command line without its dashes.
  public struct Option: Sendable, Equatable {
    /// Its long name.
    public var name: String
    /// Its value; `nil` for a flag.
    public var value: String?
    /// Whether it is a flag that is not set, whatever the defaults say.
    public var isOff = false
    /// Where its value stands.
    public var place: SpecPlace
  }

  /// A figure.
  public struct Figure: Sendable, Equatable {
    /// The user's name for it, which is also that of its files.
    public var name: String
    /// The module that draws it.
    public var chart: String
    /// Names of the flows that it shows.
    public var flows: [String]
    /// Name of the capture that it shows, where no flow names one.
    public var capture: String?
    /// Name of the other end's capture.
    public var peer: String?
    /// Endings of the files that are written.
    public var formats: [String]
    /// What the module is told besides.
    public var options: [Option]
    /// Where it is defined.
    public var place: SpecPlace
  }

  /// A document.
  public struct Document: Sendable, Equatable {
    /// `html`, `markdown`, `text` or `json`.
    public var form: String
    /// Its path, relative to the spec's folder.
    public var file: String
    /// Name of its capture.
    public var capture: String
    /// Names of the flows that it shows; empty for those with most payload.
    public var flows: [String]
    /// What `report` is told besides.
    public var options: [Option]
    /// Where it is defined.
    public var place: SpecPlace
  }

  /// Makes a spec without anything.
  public init() {}
}

/// What the modules of the program can be told in a spec.
public struct SpecVocabulary: Sendable {
  /// An option of a module.
  public struct Option: Sendable {
    /// Its long name.
    public var name: String
    /// Whether it takes no value.
    public var isFlag: Bool

    /// Makes an option.
    public init(name: String, isFlag: Bool) {
      self.name = name
      self.isFlag = isFlag
    }
  }

  /// A value of an option with which others change further formats.
  public struct Widening: Sendable {
    /// The option's long name.
    public var option: String
    /// The value that it must have.
    public var value: String
    /// The other options.
    public var names: Set<String>
    /// What they change then, besides.
    public var formats: Set<String>

    /// Makes a widening.
    public init(option: String, value: String, names: Set<String>, formats: Set<String>) {
      self.option = option
      self.value = value
      self.names = names
      self.formats = formats
    }
  }

  /// The options of each module that draws, by its name.
  public var charts: [String: [Option]]
  /// The options of `report`.
  public var report: [Option]
  /// Endings of the files that a figure can be written as.
  public var formats: [String]
  /// Names of the charts that a document can be told to show.
  public var sections: [String]
  /// Formats that an option of charts changes, by its name: of the defaults, a figure takes what it has a use for.
  public var uses: [String: Set<String>]
  /// What adds to that; `nil` for nothing.
  public var widening: Widening?

  /// Makes a vocabulary.
  public init(
    charts: [String: [Option]], report: [Option], formats: [String], sections: [String] = [],
    uses: [String: Set<String>] = [:], widening: Widening? = nil
  ) {
    self.charts = charts
    self.report = report
    self.formats = formats
    self.sections = sections
    self.uses = uses
    self.widening = widening
  }

  /// Whether a figure of some formats has a use for an option, beside all that it is told.
  func isOfUse(_ name: String, formats: [String], among options: [ReportSpec.Option]) -> Bool {
    guard var changed = uses[name] else { return true }
    if let widening, widening.names.contains(name),
      options.contains(where: { $0.name == widening.option && $0.value == widening.value })
    {
      changed.formUnion(widening.formats)
    }
    return !changed.isDisjoint(with: formats)
  }
}
