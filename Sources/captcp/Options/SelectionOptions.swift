import ArgumentParser
import Charts
import TCPAnalysis

/// A list of flows and connections, `1,3.2`.
struct FlowList: ExpressibleByArgument, Equatable {
  /// The list in the order given.
  let ids: [FlowID]

  init?(argument: String) {
    var ids: [FlowID] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let id = FlowID(String(word)) else { return nil }
      ids.append(id)
    }
    self.ids = ids
  }
}

extension TimeRange: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}

/// Where the zero of the time axis lies, as the user names it.
enum OriginChoice: String, CaseIterable, ExpressibleByArgument {
  case connection, capture, absolute
  /// Another name of `connection`.
  case flow
}

/// Options that choose flows.
struct FlowOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .customLong("flow"), .customLong("data-flow")],
    help: ArgumentHelp("Connections (3) or flows (3.1) to show, separated by commas.", valueName: "id,…"))
  var flow: FlowList?

  /// The flows asked for; empty if none was named.
  var ids: [FlowID] { flow?.ids ?? [] }
}

/// The time shown, for modules without a time axis.
struct TimeRangeOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Show what has packets in this time, start..stop (also start:stop): seconds from the capture's first packet, or "
        + "ISO 8601 times; one side may be left out.", valueName: "range"))
  var time: TimeRange?
}

/// Options that choose the time shown and its zero.
struct TimeOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: TimeChoice.timeHelp)
  var time: TimeRange?

  @Option(help: TimeChoice.originHelp)
  var origin: OriginChoice?

  @Flag(name: .shortAndLong, help: TimeChoice.referenceHelp)
  var referenceTime = false

  /// What was chosen.
  var choice: TimeChoice { TimeChoice(time: time, origin: origin, referenceTime: referenceTime) }

  /// The kind of zero; `usual` where the user said nothing.
  func origin(usual: TimeAxis.Origin) -> TimeAxis.Origin { choice.origin(usual: usual) }

  /// The axis of charts of a connection.
  func axis(connection: ConnectionSummary?, captureStart: Int64, usual: TimeAxis.Origin = .connection)
    -> TimeAxis
  {
    choice.axis(connection: connection, captureStart: captureStart, usual: usual)
  }
}

/// The same options for modules that use the letter `r` for something of their own.
struct LongTimeOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: TimeChoice.timeHelp)
  var time: TimeRange?

  @Option(help: TimeChoice.originHelp)
  var origin: OriginChoice?

  @Flag(help: TimeChoice.referenceHelp)
  var referenceTime = false

  /// What was chosen.
  var choice: TimeChoice { TimeChoice(time: time, origin: origin, referenceTime: referenceTime) }
}

/// The same options for modules that use the letter `t` for something of their own.
struct TimeOptionsWithoutT: ParsableArguments {
  @Option(help: TimeChoice.timeHelp)
  var time: TimeRange?

  @Option(help: TimeChoice.originHelp)
  var origin: OriginChoice?

  @Flag(name: .shortAndLong, help: TimeChoice.referenceHelp)
  var referenceTime = false

  /// What was chosen.
  var choice: TimeChoice { TimeChoice(time: time, origin: origin, referenceTime: referenceTime) }
}

/// The time shown and the zero of its axis, as the user chose them.
struct TimeChoice {
  static let timeHelp = ArgumentHelp(
    "Time to show, start..stop (also start:stop): seconds from the axis' zero, or ISO 8601 times; one side may be "
      + "left out.", valueName: "range")
  static let originHelp = ArgumentHelp("Zero of the time axis; absolute shows UTC.", valueName: "zero")
  static let referenceHelp: ArgumentHelp = "Count time from the capture's first packet: --origin capture."

  let time: TimeRange?
  let origin: OriginChoice?
  let referenceTime: Bool

  /// The kind of zero; `usual` where the user said nothing.
  func origin(usual: TimeAxis.Origin) -> TimeAxis.Origin {
    if referenceTime { return .capture }
    switch origin {
    case nil: return usual
    case .connection, .flow: return .connection
    case .capture: return .capture
    case .absolute: return .absolute
    }
  }

  /// The axis of charts of a connection.
  func axis(connection: ConnectionSummary?, captureStart: Int64, usual: TimeAxis.Origin = .connection)
    -> TimeAxis
  {
    let origin = origin(usual: usual)
    let zero = origin == .connection ? connection?.firstTime ?? captureStart : captureStart
    var axis = TimeAxis(origin: origin, zero: zero)
    if let time {
      axis.zoomStart = time.start.map {
        $0.absolute(zero: zero).subtractingReportingOverflow(zero).partialValue
      }
      axis.zoomStop = time.stop.map {
        $0.absolute(zero: zero).subtractingReportingOverflow(zero).partialValue
      }
    }
    return axis
  }
}
